import type { SignedCall } from '@resident-graph/service-kit';
import type { DisputeContactDetailInput } from '../__generated__/schema-types.ts';
import { reasonRule } from '../domain/read-reason.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { markWithReason } from './mark-with-reason.ts';
import type { OperationParts } from './operation-parts.ts';

/** Notes that the accuracy of a detail is disputed: nobody else sees it and nobody uses it. Again, it changes nothing (access-model.md W5a). */
export const disputeContactDetail = (
  parts: OperationParts,
  { id, reason }: DisputeContactDetailInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> =>
  markWithReason(
    parts,
    { id, kind: 'DISPUTED', change: { isProcessingRestricted: true }, note: { name: 'reason', text: reason, rule: reasonRule('reason') } },
    call,
  );
