/** The circumstances of any write. */
export interface Circumstances {
  /** An instant. */
  readonly at: string;
  readonly correlationId: string;
  /** Id of the subject that writes; of the user when a service does it for one. */
  readonly by: string;
  readonly newId: () => string;
}
