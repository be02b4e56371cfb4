/**
 * Environment of a platform under test, where what is answered counts, not how fast: a machine that is busy with something else must
 * not turn an answer into a refusal.
 */
export const patientSettings = {
  GATEWAY_AUDIT_DEADLINE_MILLISECONDS: '120000',
  GATEWAY_SUBGRAPH_TIMEOUT_MILLISECONDS: '120000',
  CONTACT_DETAILS_AUDIT_DEADLINE_MILLISECONDS: '110000',
  PERSON_MERGE_CONFIRM_MILLISECONDS: '110000',
  CONTACT_DETAILS_SEARCH_CONFIRM_MILLISECONDS: '110000',
};
