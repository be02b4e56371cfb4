/** A development persona with a token to act as that persona. Invented people only; never present in production. */
export interface PersonaToken {
  /** The persona's fixed name, such as `housing-officer`. */
  readonly name: string;
  /** One sentence for a newcomer: who that is and what the persona may do. */
  readonly description: string;
  /** The signed bearer token, without the word `Bearer`. */
  readonly token: string;
  /** Further request headers that the persona needs, such as `x-service-area` for somebody of several areas. */
  readonly headers?: Readonly<Record<string, string>>;
}
