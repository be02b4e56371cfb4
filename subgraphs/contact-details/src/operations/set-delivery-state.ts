import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { SetDeliveryStateInput } from '../__generated__/schema-types.ts';
import { assertVersion } from '../domain/change-contact-book.ts';
import type { ContactDetail } from '../domain/contact-book.ts';
import { londonMoment } from '../domain/london-moment.ts';
import { contactTypeOf, markInBook } from '../domain/mark-in-book.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import type { OperationParts } from './operation-parts.ts';
import { changeDetail } from './write-book.ts';

/** The date from which the state is known: the same state again, without a date, keeps its own. */
const dateOf = ({ state, on }: SetDeliveryStateInput, detail: ContactDetail, today: string): string | null =>
  on ?? (state === detail.deliveryState ? detail.deliveryStateOn : today);

/**
 * Notes what is known of whether messages arrive, and since when.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN for a row that is shown masked
 */
export const setDeliveryState = async (
  parts: OperationParts,
  input: SetDeliveryStateInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const { contactDetail } = await changeDetail(
    parts,
    {
      id: input.id,
      apply: ({ book, detail, circumstances }) => {
        assertVersion(detail, input.expectedVersion);
        const today = londonMoment(parts.now()).date;
        const problems = new ProblemCollector('input');
        const only = contactTypeOf(input.state) ?? detail.contactType;
        if (only !== detail.contactType) problems.add('state', 'CONTRADICTION', `Expected this state for a detail of type ${only} alone.`);
        if (input.on != null && input.on > today) problems.add('on', 'INVALID_VALUE', 'Expected a date that is not in the future.');
        problems.throwIfAny();
        const change = { deliveryState: input.state, deliveryStateOn: dateOf(input, detail, today) };
        return markInBook(book, { detail, kind: 'DELIVERY_STATE_SET', change }, circumstances);
      },
    },
    call,
  );
  return contactDetail;
};
