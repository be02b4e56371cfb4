import { assertBelowLimit, assertNoDuplicate, type MayName } from './active-rules.ts';
import { BookDraft } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import { type ContactBook, type ContactDetail, type ContactDetailFacts, newMarks } from './contact-book.ts';
import { lookupKeysOf } from './lookup-keys.ts';

/** What becomes a row. */
export interface NewEntry {
  readonly facts: ContactDetailFacts;
  /** Null unless migrated. */
  readonly source: ContactDetail['source'];
  /** When the source recorded it; now unless it says so. */
  readonly createdAt?: string;
  /** The row whose value this one replaces; how carefully that was to be handled goes on. */
  readonly supersedes?: ContactDetail;
}

/** A row of a book to be. Historic ones are never the default. */
export const toNewDetail = (
  { facts, source, createdAt, supersedes }: NewEntry,
  area: string | null,
  { at, by, newId, digest }: WriteCircumstances,
): ContactDetail => ({
  ...facts,
  ...newMarks,
  ...(supersedes === undefined ? {} : { sensitivity: supersedes.sensitivity, isWithheldFromSubject: supersedes.isWithheldFromSubject }),
  isDefault: facts.isDefault && facts.isActive,
  id: newId(),
  supersedesId: supersedes?.id ?? null,
  lookupKeys: lookupKeysOf(facts, area, digest),
  changes: [{ kind: source === null ? 'RECORDED' : 'MIGRATED', at, by, fields: [] }],
  version: 0,
  origin: source === null ? 'RECORDED' : 'MIGRATED',
  createdAt: createdAt ?? at,
  createdBy: by,
  lastModifiedAt: at,
  source,
});

/**
 * Adds a detail to a book; a new default ends the old one of its type and team.
 * @throws InputError DUPLICATE_VALUE, LIMIT_REACHED
 */
export const addToBook = (
  book: ContactBook,
  { mayName, ...entry }: NewEntry & { readonly mayName: MayName },
  circumstances: WriteCircumstances,
): RowChange => {
  if (entry.facts.isActive) {
    assertNoDuplicate(book, entry.facts, mayName);
    assertBelowLimit(book, entry.facts);
  }
  const detail = toNewDetail(entry, book.area, circumstances);
  const draft = new BookDraft(book, circumstances);
  draft.add(detail);
  return draft.finish(detail.id);
};
