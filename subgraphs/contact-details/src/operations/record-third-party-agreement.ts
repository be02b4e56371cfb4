import { isThirdParty } from '@resident-graph/policy';
import type { SignedCall } from '@resident-graph/service-kit';
import type { RecordThirdPartyAgreementInput } from '../__generated__/schema-types.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { markWithReason } from './mark-with-reason.ts';
import type { OperationParts } from './operation-parts.ts';

const longestReference = 200;

/** Notes whether the third party whose detail it is agreed that it is shared, and where the evidence is kept (access-model.md W5a). */
export const recordThirdPartyAgreement = (
  parts: OperationParts,
  { id, hasAgreed, evidenceRef }: RecordThirdPartyAgreementInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> =>
  markWithReason(
    parts,
    {
      id,
      kind: 'THIRD_PARTY_AGREEMENT_RECORDED',
      change: { hasThirdPartyAgreed: hasAgreed },
      note: {
        name: 'evidenceRef',
        text: evidenceRef,
        rule: { path: 'evidenceRef', maximumLength: longestReference, isRequired: hasAgreed },
      },
      check: (detail, problems) => {
        if (!isThirdParty(detail)) problems.add('id', 'CONTRADICTION', "Expected a third party's detail: one with a relation.");
      },
    },
    call,
  );
