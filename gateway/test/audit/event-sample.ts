import type { AccessEventDraft } from '@resident-graph/service-kit';

/** A look of an officer of housing at one contact detail. */
export const eventSample: AccessEventDraft = {
  requestId: 'r-1',
  operationHash: 'a'.repeat(64),
  subject: { id: 'officer-1', kind: 'officer', area: 'housing', roles: ['contact:read'], onBehalfOfId: null },
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  action: 'contact-detail.read',
  personIds: ['p-1'],
  resourceIds: ['d-1'],
  resourceAreas: ['housing'],
  fullCount: 1,
  maskCount: 0,
  fieldsReturned: ['ContactDetail.id'],
  decisionIds: ['x-1'],
  codes: ['OWN_AREA'],
  policyRevision: 'p',
  consentIds: [],
  breakGlassId: null,
};
