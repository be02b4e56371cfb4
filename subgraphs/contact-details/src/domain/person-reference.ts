/** A person as this subgraph knows one: an id. */
export interface PersonReference {
  readonly id: string;
}
