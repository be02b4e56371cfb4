import type { SignedCall } from '@resident-graph/service-kit';
import type { WithholdFromSubjectInput } from '../__generated__/schema-types.ts';
import { reasonRule } from '../domain/read-reason.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import { markWithReason } from './mark-with-reason.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Keeps a detail from the person it is about, or no longer (access-model.md W5a).
 * @throws AuthorityError FORBIDDEN without `safeguarding`; InputError as for every mark
 */
export const withholdFromSubject = async (
  parts: OperationParts,
  { id, isWithheld, reason }: WithholdFromSubjectInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  assertPermitted(call.subject, 'contact-detail.safeguard');
  return markWithReason(
    parts,
    {
      id,
      kind: 'WITHHELD_FROM_SUBJECT',
      change: { isWithheldFromSubject: isWithheld },
      note: { name: 'reason', text: reason, rule: reasonRule('reason') },
      check: ({ targetType }, problems) => {
        if (targetType !== 'PERSON')
          problems.add('id', 'CONTRADICTION', 'Expected a detail of a person; nobody else could read it as their own.');
      },
    },
    call,
  );
};
