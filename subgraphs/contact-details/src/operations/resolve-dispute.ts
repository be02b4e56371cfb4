import type { SignedCall } from '@resident-graph/service-kit';
import type { ResolveDisputeInput } from '../__generated__/schema-types.ts';
import { reasonRule } from '../domain/read-reason.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { markWithReason } from './mark-with-reason.ts';
import type { OperationParts } from './operation-parts.ts';

/** Ends a dispute; where there is none, it changes nothing (access-model.md W5a). */
export const resolveDispute = (
  parts: OperationParts,
  { id, resolution }: ResolveDisputeInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> =>
  markWithReason(
    parts,
    {
      id,
      kind: 'DISPUTE_RESOLVED',
      change: { isProcessingRestricted: false },
      note: { name: 'reason', text: resolution, rule: reasonRule('resolution') },
    },
    call,
  );
