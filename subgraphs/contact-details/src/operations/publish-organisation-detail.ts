import type { SignedCall } from '@resident-graph/service-kit';
import type { PublishOrganisationDetailInput } from '../__generated__/schema-types.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import { markWithReason } from './mark-with-reason.ts';
import type { OperationParts } from './operation-parts.ts';

/** Shows an organisation's detail to every area, or no longer (access-model.md W5a). */
export const publishOrganisationDetail = (
  parts: OperationParts,
  { id, isPublic }: PublishOrganisationDetailInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> =>
  markWithReason(
    parts,
    {
      id,
      kind: 'PUBLISHED',
      change: { isPublic },
      check: ({ targetType, sensitivity }, problems) => {
        if (targetType !== 'ORGANISATION') problems.add('id', 'CONTRADICTION', 'Expected a detail of an organisation.');
        if (isPublic && sensitivity !== 'STANDARD') {
          problems.add('isPublic', 'CONTRADICTION', 'Expected a detail of sensitivity STANDARD; others are for the own area.');
        }
      },
    },
    call,
  );
