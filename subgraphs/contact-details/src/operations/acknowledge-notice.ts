import type { SignedCall } from '@resident-graph/service-kit';
import type { AcknowledgeNoticeInput } from '../__generated__/schema-types.ts';
import { acknowledgeInBook } from '../domain/notices-in-book.ts';
import { findBarred } from './assert-not-restricted.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';
import { saveChange } from './write-book.ts';

/**
 * Takes a notice of one of the caller's own teams out of the queue. One that is out already changes nothing; so does one that is another
 * team's, of a restricted person to whoever is outside, or does not exist, with the same answer: it is not in the caller's queue.
 */
export const acknowledgeNotice = async (parts: OperationParts, { id }: AcknowledgeNoticeInput, call: SignedCall): Promise<string> => {
  const place = { area: requireArea(call), teams: call.subject.teams };
  const circumstances = toCircumstances(parts, call);
  for (;;) {
    const book = await parts.store.findBookOfNotice(id, place);
    const isOwn = book?.notices.some((notice) => notice.id === id && place.teams.includes(notice.team)) === true;
    if (book === null || !isOwn) return id;
    const isBarred = (await findBarred(parts, [book.targetId], call)).has(book.targetId);
    if (isBarred || (await saveChange(parts, acknowledgeInBook(book, id, circumstances)))) return id;
  }
};
