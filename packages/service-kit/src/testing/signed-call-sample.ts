import type { Subject } from '@resident-graph/policy';
import type { SignedCall } from '../subgraph/signed-call.ts';

/** An invented housing officer who may read and write persons and contact details. */
export const officerSample: Subject = {
  id: 'officer-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['person:read', 'person:write', 'contact:read', 'contact:write'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};

/** A call of the gateway on the officer's behalf; `change` makes the caller another one. */
export const signedCallOf = (change: Partial<Subject> = {}): SignedCall => {
  const subject = { ...officerSample, ...change };
  return {
    subject,
    correlationId: 'correlation-1',
    request: { id: 'request-1', operationHash: 'operation-1' },
    disclose: () => undefined,
    identity: { issuer: 'gateway', subject, expiresAt: Number.MAX_SAFE_INTEGER },
  };
};
