import { assertBelowLimit, assertNoDuplicate, type MayName } from './active-rules.ts';
import { BookDraft } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactDetail } from './contact-book.ts';
import { foreignTeamOf } from './retire-in-book.ts';

/** What may be amended; what is left out stays. */
export interface Amendment {
  readonly isActive?: boolean;
  readonly isDefault?: boolean;
  readonly description?: string | null;
}

/**
 * Changes whether a row is current, the default, or how it is described. A row that becomes current again obeys the limit and stands beside
 * no other of its value; one that becomes historic is no default. Source: contact details seed; domain-write.md section 3.5.
 * @throws InputError DUPLICATE_VALUE, LIMIT_REACHED
 */
export const amendInBook = (
  book: ContactBook,
  amending: { readonly detail: ContactDetail; readonly amendment: Amendment; readonly teams: readonly string[]; readonly mayName: MayName },
  circumstances: WriteCircumstances,
): RowChange => {
  const { detail, amendment, teams, mayName } = amending;
  const isActive = amendment.isActive ?? detail.isActive;
  if (isActive && !detail.isActive) {
    assertNoDuplicate(book, detail, mayName);
    assertBelowLimit(book, detail);
  }
  const draft = new BookDraft(book, circumstances);
  const isDefault = isActive && (amendment.isDefault ?? detail.isDefault);
  if (isDefault && !detail.isDefault) draft.endDefault(detail);
  const { description = detail.description } = amendment;
  draft.revise(detail, { kind: 'AMENDED', change: { isActive, isDefault, description } });
  const team = isActive ? null : foreignTeamOf(detail, teams);
  if (team !== null) draft.notify({ kind: 'TEAM_DEFAULT_RETIRED', team, detailId: detail.id });
  return draft.finish(detail.id);
};
