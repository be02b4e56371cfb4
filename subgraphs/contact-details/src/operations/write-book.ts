import { AuthorityError, notFound, type SignedCall } from '@resident-graph/service-kit';
import type { MayName } from '../domain/active-rules.ts';
import type { BookChange, RowChange, WriteCircumstances } from '../domain/change-contact-book.ts';
import { type ContactBook, type ContactDetail, inBook } from '../domain/contact-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';

/** Rows of one book as the caller sees them; history counts as asked for. */
const showRows = (
  parts: Pick<OperationParts, 'visible' | 'now'>,
  { book, details }: { readonly book: ContactBook; readonly details: readonly ContactDetail[] },
  { subject }: SignedCall,
): Promise<readonly (VisibleContactDetail | null)[]> =>
  parts.visible.show(
    details.map((detail) => inBook(book, detail)),
    { subject, now: parts.now() },
  );

/** One row of a book as the caller sees it; null when it is hidden. */
export const showRow = async (
  parts: Pick<OperationParts, 'visible' | 'now'>,
  { book, detail }: { readonly book: ContactBook; readonly detail: ContactDetail },
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const [row = null] = await showRows(parts, { book, details: [detail] }, call);
  return row;
};

/** Tells which of the rows that the caller sees they may learn of by id: those that are shown in full. Source: access-model.md L5. */
const toMayName = (rows: readonly (VisibleContactDetail | null)[]): MayName => {
  const full = new Set(rows.flatMap((row) => (row?.decision.outcome === 'FULL' ? [row.detail.id] : [])));
  return ({ id }) => full.has(id);
};

/** Tells which rows of a book the caller may learn of by id. */
export const findNameable = async (parts: Pick<OperationParts, 'visible' | 'now'>, book: ContactBook, call: SignedCall): Promise<MayName> =>
  toMayName(await showRows(parts, { book, details: book.details }, call));

/** Writes a change, if it is one, and announces it. False when somebody else wrote the book first: read it again and repeat the change. */
export const saveChange = async (
  { store, announce }: Pick<OperationParts, 'store' | 'announce'>,
  { before, book, events }: BookChange,
): Promise<boolean> => {
  const [first, ...others] = events;
  if (first === undefined) return true;
  const changes = { before, book, events: [first, ...others] } as const;
  const isWritten = before.version < 0 ? (await store.insertMany([changes]))[0] === true : await store.saveChanges(changes);
  if (isWritten) announce();
  return isWritten;
};

/** A row that the caller may write to. */
export interface FoundDetail {
  readonly book: ContactBook;
  readonly detail: ContactDetail;
  readonly mayName: MayName;
  readonly circumstances: WriteCircumstances;
}

/** A change of one row of the acting area. */
export interface DetailWrite<Change extends RowChange> {
  readonly id: string;
  /** Whether a row may be written to that the caller sees masked. */
  readonly acceptsMasked?: (detail: ContactDetail) => boolean;
  readonly apply: (found: FoundDetail) => Change;
}

/** What was written, and the row as the caller sees it now. */
export interface WrittenDetail<Change extends RowChange> {
  readonly change: Change;
  readonly contactDetail: VisibleContactDetail | null;
  /** Whether the row was shown in full before the change. */
  readonly wasFull: boolean;
}

/**
 * Changes a row of the acting area that the caller sees in full, reading anew whenever somebody else wrote the book first.
 * @throws InputError NOT_FOUND, the same for a row that is absent, hidden or another area's; AuthorityError FORBIDDEN (C7) for a row that is
 * shown masked; what `apply` throws
 */
export const changeDetail = async <Change extends RowChange>(
  parts: OperationParts,
  { id, acceptsMasked = () => false, apply }: DetailWrite<Change>,
  call: SignedCall,
): Promise<WrittenDetail<Change>> => {
  const area = requireArea(call);
  const circumstances = toCircumstances(parts, call);
  for (;;) {
    const book = await parts.store.findBookOfDetail(id, area);
    const detail = book?.details.find((row) => row.id === id);
    if (book === null || detail === undefined) throw notFound('contact detail');
    const rows = await showRows(parts, { book, details: book.details }, call);
    const seen = rows.find((row) => row?.detail.id === id) ?? null;
    if (seen === null) throw notFound('contact detail');
    const wasFull = seen.decision.outcome === 'FULL';
    if (!wasFull && !acceptsMasked(detail)) {
      throw new AuthorityError('FORBIDDEN', 'Expected a contact detail that you may see in full.', { ruleId: 'C7' });
    }
    const change = apply({ book, detail, mayName: toMayName(rows), circumstances });
    if (await saveChange(parts, change)) {
      return { change, contactDetail: await showRow(parts, { book: change.book, detail: change.detail }, call), wasFull };
    }
  }
};
