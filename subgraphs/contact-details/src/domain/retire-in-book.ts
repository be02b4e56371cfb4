import { BookDraft } from './book-draft.ts';
import type { RowChange, WriteCircumstances } from './change-contact-book.ts';
import type { ContactBook, ContactDetail } from './contact-book.ts';

/** The team whose default a row is, when it is a team's that the caller does not belong to. Source: access-model.md W3. */
export const foreignTeamOf = ({ isDefault, team }: ContactDetail, teams: readonly string[]): string | null =>
  isDefault && team !== null && !teams.includes(team) ? team : null;

/** A row that became historic. */
export interface Retirement extends RowChange {
  /** The team of others whose default it was; it finds a notice. */
  readonly wasDefaultOfTeam: string | null;
}

/**
 * Makes a row historic; one that is historic already stays as it is, without an event.
 * `teams`: the caller's own, which need no notice of what they do themselves.
 */
export const retireInBook = (
  book: ContactBook,
  { detail, teams }: { readonly detail: ContactDetail; readonly teams: readonly string[] },
  circumstances: WriteCircumstances,
): Retirement => {
  const draft = new BookDraft(book, circumstances);
  const wasDefaultOfTeam = foreignTeamOf(detail, teams);
  draft.revise(detail, { kind: 'RETIRED', change: { isActive: false, isDefault: false } });
  if (wasDefaultOfTeam !== null) draft.notify({ kind: 'TEAM_DEFAULT_RETIRED', team: wasDefaultOfTeam, detailId: detail.id });
  return { ...draft.finish(detail.id), wasDefaultOfTeam };
};
