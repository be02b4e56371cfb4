/** What a decision about one contact detail rests on (access-model.md section 3). Text from outside is never an area by itself. */
export interface ContactDetailAttributes {
  /** PERSON, ORGANISATION, TENURE or ASSET. */
  readonly targetType: string;
  readonly targetId: string;
  /** The service area that recorded it; null, empty and unknown ones are nobody's. */
  readonly area: string | null;
  /** Decides alone whether the detail is current; validity dates are shown, never judged. */
  readonly isActive: boolean;
}

/** What a decision rests on besides subject and row. */
export interface ReadContext {
  /** Whether historic rows were asked for. */
  readonly includeHistoric: boolean;
}
