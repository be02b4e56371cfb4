import { AuthorityError, notFound, type SignedCall } from '@resident-graph/service-kit';
import type { RetireContactDetailInput } from '../__generated__/schema-types.ts';
import { retireInBook } from '../domain/change-contact-book.ts';
import { type ContactDetailInBook, inBook } from '../domain/contact-book.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';

/**
 * Makes a detail of the acting area historic; again, it changes nothing (access-model.md W3).
 * @throws InputError NOT_FOUND, the same for an absent detail and for another area's
 */
export const retireContactDetail = async (
  parts: OperationParts,
  { id }: RetireContactDetailInput,
  call: SignedCall,
): Promise<ContactDetailInBook> => {
  const area = call.subject.actingArea;
  if (area === null) throw new AuthorityError('FORBIDDEN', 'Only a service area can retire contact details.', { ruleId: 'C2' });
  for (;;) {
    const book = await parts.store.findBookOfDetail(id, area);
    const change = book === null ? null : retireInBook(book, id, toCircumstances(parts, call));
    if (change === null) throw notFound('contact detail');
    if (change.event === null) return inBook(change.book, change.detail);
    if (await parts.store.save({ book: change.book, event: change.event })) {
      parts.announce();
      return inBook(change.book, change.detail);
    }
  }
};
