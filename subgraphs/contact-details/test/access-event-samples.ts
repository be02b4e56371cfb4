import type { AccessEventDraft } from '@resident-graph/service-kit';

/** A look of a housing officer at two phones of the person p1, one of them of benefits. */
export const lookOf = (change: Partial<AccessEventDraft> = {}): AccessEventDraft => ({
  requestId: 'request-1',
  operationHash: 'a'.repeat(64),
  subject: { id: 'officer-1', kind: 'officer', area: 'housing', roles: ['contact:read', 'person:read'], onBehalfOfId: null },
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  action: 'contact-detail.read',
  personIds: ['p1'],
  resourceIds: ['detail-1', 'detail-2'],
  resourceAreas: ['housing', 'benefits'],
  fullCount: 1,
  maskCount: 1,
  fieldsReturned: ['ContactDetail.id', 'ContactDetail.information', 'ContactInformation.value'],
  decisionIds: ['decision-1', 'decision-2'],
  codes: ['CONSENT', 'OWN_AREA'],
  policyRevision: 'revision-1',
  consentIds: ['consent-1'],
  breakGlassId: null,
  ...change,
});
