import type { RequestTrace } from '../tracing/request-trace.ts';

/** What a request of housing did. */
export const requestTraceSample: RequestTrace = {
  requestId: 'request-1',
  at: '2026-07-01T09:00:00.000Z',
  operationHash: 'f'.repeat(64),
  operation: 'query($v1: ID!) { contactDetails(targetId: $v1) { id } }',
  area: 'housing',
  purpose: 'SERVICE_DELIVERY',
  subjectKind: 'officer',
  milliseconds: 12.5,
  refusedFields: [],
  queryPlan: 'Fetch(contact-details) {}',
  fetches: [
    {
      subgraph: 'contact-details',
      query: '{ contactDetails(targetId: $v1) { id } }',
      entities: 0,
      milliseconds: 4,
      errorCodes: [],
      storeQueries: [{ collection: 'contactBooks', filter: '{"targetId":"<text>"}', found: 1, milliseconds: 1 }],
      searchQueries: [],
    },
  ],
  decisions: [{ decisionId: 'decision-1', outcome: 'FULL', code: 'OWN_AREA' }],
  errorCodes: [],
  isCut: false,
};
