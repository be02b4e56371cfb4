/** Who wrote a reference, and for which area. */
export interface CrossReferenceAuthor {
  readonly subjectId: string;
  readonly area: string;
}

/** A reference that once counted. */
export interface EarlierReference {
  readonly reference: string;
  readonly linkedAt: string;
  readonly by: CrossReferenceAuthor;
}

/** Under which reference another system knows a person. */
export interface CrossReference extends EarlierReference {
  readonly personId: string;
  /** The code of the system. */
  readonly system: string;
  /** The number of changes since the first reference. */
  readonly version: number;
}

/** A reference with those that counted before it, newest first. */
export interface CrossReferenceRecord extends CrossReference {
  readonly earlier: readonly EarlierReference[];
}

/** Most earlier references of one person in one system. More are no history but a program that cannot decide. */
export const maximumEarlierReferences = 100;

/**
 * The form of a reference: a letter or digit first, then letters, digits, `.`, `_`, `:`, `~` and `-`, at most 100. Narrow, since it becomes part of a
 * link: no blank, no slash and nothing that begins with a dot.
 */
export const isReference = (text: string): boolean => /^[A-Za-z0-9][\w.:~-]{0,99}$/u.test(text);

/** The record after a reference was written: the newest counts, the one before it becomes history. The same again changes nothing. */
export const relinked = (
  before: CrossReferenceRecord | null,
  next: Pick<CrossReference, 'personId' | 'system' | 'reference' | 'linkedAt' | 'by'>,
): CrossReferenceRecord => {
  if (before === null) return { ...next, version: 0, earlier: [] };
  if (before.reference === next.reference) return before;
  const { reference, linkedAt, by } = before;
  return { ...next, version: before.version + 1, earlier: [{ reference, linkedAt, by }, ...before.earlier] };
};
