import { assertSameInput, type IdempotencyMark, isFresh } from '@resident-graph/service-kit';
import type { RowChange } from '../domain/change-contact-book.ts';
import type { ContactBook, ContactDetail } from '../domain/contact-book.ts';
import type { OperationParts } from './operation-parts.ts';

/** The mark of an idempotent call before it has a result; null when the caller gave no key. */
export type PendingMark = Omit<IdempotencyMark, 'resultId' | 'at'> | null;

/** @throws InputError IDEMPOTENCY_KEY_REUSED when the key stands for other input in whichever book. `at`: now, ISO 8601. */
export const assertKeyIsFree = async ({ store }: Pick<OperationParts, 'store'>, mark: PendingMark, at: string): Promise<void> => {
  if (mark === null) return;
  for (const earlier of await store.findMarks(mark.scope)) if (isFresh(earlier, Date.parse(at))) assertSameInput(earlier, mark.inputDigest);
};

/**
 * The row that an earlier call with the same key made in a book.
 * @throws InputError IDEMPOTENCY_KEY_REUSED
 */
export const findEarlierResult = (book: ContactBook, mark: PendingMark, at: string): ContactDetail | undefined => {
  const earlier = book.idempotency.find(({ scope }) => scope === mark?.scope);
  if (mark === null || earlier === undefined || !isFresh(earlier, Date.parse(at))) return undefined;
  assertSameInput(earlier, mark.inputDigest);
  return book.details.find(({ id }) => id === earlier.resultId);
};

/** The change with the mark of its call; marks that no longer count are dropped. */
export const withMark = (change: RowChange, mark: PendingMark, at: string): RowChange => {
  const fresh = change.before.idempotency.filter((earlier) => isFresh(earlier, Date.parse(at)));
  const added = mark === null ? [] : [{ ...mark, resultId: change.detail.id, at }];
  return { ...change, book: { ...change.book, idempotency: [...fresh, ...added] } };
};
