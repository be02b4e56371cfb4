import { type Entitlement, roleDescriptions, type Subject } from '@resident-graph/policy';
import type { AreaRights, Me } from '../__generated__/schema-types.ts';
import { toShownKind } from './show-access-event.ts';

const toAreaRights = ({ area, kind, roles, purposes }: Entitlement): AreaRights => ({ area, kind: toShownKind(kind), roles, purposes });

/** The caller as the platform understands the token. Rights in other areas are told and do not count in this request. */
export const describeMe = (subject: Subject): Me => {
  const { id, kind, actingArea, roles, purpose, caseReference, teams, onBehalfOf } = subject;
  const acting: Entitlement = { area: actingArea, kind, roles, purposes: [purpose] };
  return {
    id,
    kind: toShownKind(kind),
    area: actingArea,
    purpose,
    caseReference,
    teams,
    roles: roles.map((role) => ({ role, allows: roleDescriptions[role] })),
    areas: (subject.entitlements ?? [acting]).map(toAreaRights),
    onBehalfOfId: onBehalfOf?.id ?? null,
  };
};
