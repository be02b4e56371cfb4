import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { Revision } from '../domain/book-draft.ts';
import { type ContactDetailInBook, inBook } from '../domain/contact-book.ts';
import { markInBook } from '../domain/mark-in-book.ts';
import { type ReasonRule, readReason } from '../domain/read-reason.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import type { OperationParts } from './operation-parts.ts';
import { changeDetail } from './write-book.ts';

/** A mark that is set without a version: setting it again changes nothing. */
export interface ReasonedMark extends Omit<Revision, 'notes'> {
  readonly id: string;
  /** What the history keeps of why, under which name. */
  readonly note?: { readonly name: string; readonly text: string | null | undefined; readonly rule: ReasonRule };
  /** Notes what forbids the mark on this row. */
  readonly check?: (detail: ContactDetailInBook, problems: ProblemCollector) => void;
}

/**
 * Sets such a mark on a row of the acting area.
 * @throws InputError NOT_FOUND, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN for a row that is shown masked
 */
export const markWithReason = async (
  parts: OperationParts,
  { id, kind, change, note, check = () => undefined }: ReasonedMark,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const { contactDetail } = await changeDetail(
    parts,
    {
      id,
      apply: ({ book, detail, circumstances }) => {
        const problems = new ProblemCollector('input');
        check(inBook(book, detail), problems);
        const text = note === undefined ? null : readReason(note.text, note.rule, problems);
        problems.throwIfAny();
        const notes = note === undefined || text === null ? {} : { [note.name]: text };
        return markInBook(book, { detail, kind, change, notes }, circumstances);
      },
    },
    call,
  );
  return contactDetail;
};
