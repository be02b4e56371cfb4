import { assertBelowLimit, assertNoDuplicate } from './active-rules.ts';
import { addToBook, type NewEntry, toNewDetail } from './add-to-book.ts';
import { BookDraft } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactDetail } from './contact-book.ts';

/** Importers learn of no row by its id. */
const mayNameNone = (): boolean => false;

/**
 * Carries a migrated detail over: unchanged in the source, it stays whatever officers made of it; changed there, the old row becomes
 * historic and a new one takes its place in one write, for values are never edited. Source: access-model.md W5b.
 * @throws InputError DUPLICATE_VALUE, LIMIT_REACHED
 */
export const ingestIntoBook = (
  book: ContactBook,
  entry: Omit<NewEntry, 'supersedes'> & { readonly source: NonNullable<ContactDetail['source']> },
  circumstances: WriteCircumstances,
): RowChange => {
  const earlier = book.details.find(({ source }) => source?.key === entry.source.key);
  if (earlier === undefined) return addToBook(book, { ...entry, mayName: mayNameNone }, circumstances);
  if (earlier.source?.digest === entry.source.digest) return { before: book, book, detail: earlier, events: [] };
  const draft = new BookDraft(book, circumstances);
  draft.detach(draft.revise(earlier, { kind: 'REPLACED', change: { isActive: false, isDefault: false } }));
  if (entry.facts.isActive) {
    const freed = { area: book.area, details: draft.details };
    assertNoDuplicate(freed, entry.facts, mayNameNone);
    assertBelowLimit(freed, entry.facts);
  }
  const detail = toNewDetail({ ...entry, supersedes: earlier }, book.area, circumstances);
  draft.add(detail);
  return draft.finish(detail.id);
};
