export { type Action, actions, isResidentSpeaking, mayReadRecord, type Permission, permit } from './actions.ts';
export { isInsideCompartment } from './compartment.ts';
export { conditions } from './conditions.ts';
export { type ContactDetailAttributes, isThirdParty, type Sensitivity, sensitivities } from './contact-detail-attributes.ts';
export {
  createDecide,
  type Decide,
  type Decision,
  type DecisionFlags,
  decide,
  type ExplainedPath,
  explainPaths,
  type RowAction,
  type SharedUnder,
} from './decide.ts';
export {
  type Cap,
  type CapNumber,
  type Cell,
  caps,
  type DecisionCode,
  type Grant,
  type GrantNumber,
  grantCodes,
  grants,
  type Outcome,
  outcomes,
} from './decision-table.ts';
export { type Explanation, explain } from './explain.ts';
export type { ExplainedFact } from './explain-facts.ts';
export type { Asker, Audience, Judged } from './judged.ts';
export { isMaskShape, maskValue } from './mask.ts';
export type { ExplainedChange } from './nearest-change.ts';
export { policyRevision } from './policy-revision.ts';
export {
  type BreakGlassFacts,
  type CompartmentEntry,
  type ConsentFacts,
  type DiagnosticSession,
  type ObjectionFacts,
  type PersonFacts,
  plainPerson,
  type ReadContext,
} from './read-context.ts';
export { roleDescriptions } from './role-descriptions.ts';
export type { Filter } from './row-statement.ts';
export { type Entitlement, hasRole, isRole, type Role, roles, type Subject } from './subject.ts';
export { toMongoFilter } from './to-mongo-filter.ts';
