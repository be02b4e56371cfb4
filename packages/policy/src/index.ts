export { type Action, actions, type Permission, permit } from './actions.ts';
export type { ContactDetailAttributes, ReadContext, Sensitivity } from './contact-detail-attributes.ts';
export { type Decision, type DecisionFlags, decide, type RowAction, toMongoFilter } from './decide.ts';
export { type BookFilter, type DecisionCode, type GrantNumber, grantCodes, type Outcome, outcomes } from './decision-table.ts';
export { policyRevision } from './policy-revision.ts';
export { hasRole, isRole, type Role, roles, type Subject } from './subject.ts';
