import { assertBelowLimit, assertNoDuplicate, type MayName } from './active-rules.ts';
import { toNewDetail } from './add-to-book.ts';
import { BookDraft } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactDetail, ContactDetailFacts } from './contact-book.ts';

/** What takes the place of an active row. */
export interface Replacement {
  readonly old: ContactDetail;
  /** The new value with its usage; team and default are the old row's. */
  readonly facts: ContactDetailFacts;
  readonly mayName: MayName;
}

/**
 * Puts a new row in the place of an active one, which becomes historic; values are never edited. Team, default, sensitivity and whether it
 * is withheld go on; agreements, disputes and what is known of delivery were about the old value (access-model.md W2).
 * @throws InputError DUPLICATE_VALUE, also for the old value itself; LIMIT_REACHED
 */
export const replaceInBook = (book: ContactBook, { old, facts, mayName }: Replacement, circumstances: WriteCircumstances): RowChange => {
  assertNoDuplicate(book, facts, mayName);
  const draft = new BookDraft(book, circumstances);
  draft.revise(old, { kind: 'REPLACED', change: { isActive: false, isDefault: false } });
  assertBelowLimit({ area: book.area, details: draft.details }, facts);
  const placed = { ...facts, team: old.team, isDefault: old.isDefault, isActive: true };
  const detail = toNewDetail({ facts: placed, source: null, supersedes: old }, book.area, circumstances);
  draft.add(detail);
  return draft.finish(detail.id);
};
