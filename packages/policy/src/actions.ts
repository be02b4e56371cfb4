import type { SubjectKind } from '@resident-graph/schema';
import { hasRole, type Role, type Subject } from './subject.ts';

/** What it takes to do something at all; rows are judged by the decision table on top. Source: access-model.md section 2. */
interface ActionRequirement {
  /** Stable id, shown to callers that are refused. */
  readonly ruleId: string;
  /** Kinds of subject that may ever do it. */
  readonly kinds: readonly SubjectKind[];
  /** Any one of these is enough. */
  readonly anyRole: readonly Role[];
  /** Whether an area must act. */
  readonly needsActingArea: boolean;
}

const staff = ['officer', 'service', 'steward'] as const satisfies readonly SubjectKind[];
const importers = ['service', 'steward'] as const satisfies readonly SubjectKind[];

export const actions = {
  'person.read': { ruleId: 'P1', kinds: staff, anyRole: ['person:read'], needsActingArea: true },
  'person.write': { ruleId: 'P2', kinds: staff, anyRole: ['person:write'], needsActingArea: true },
  'person.search': { ruleId: 'P3', kinds: staff, anyRole: ['person:read'], needsActingArea: true },
  'contact-detail.read': { ruleId: 'C1', kinds: staff, anyRole: ['contact:read'], needsActingArea: true },
  'contact-detail.write': { ruleId: 'C2', kinds: staff, anyRole: ['contact:write'], needsActingArea: true },
  'equality.read': { ruleId: 'E1', kinds: ['officer'], anyRole: ['equality:read', 'equality:maintain'], needsActingArea: true },
  'equality.maintain': { ruleId: 'E2', kinds: ['officer'], anyRole: ['equality:maintain'], needsActingArea: true },
  'persons.ingest': { ruleId: 'I1', kinds: importers, anyRole: ['ingest:persons', 'steward'], needsActingArea: false },
  'contact-details.ingest': { ruleId: 'I2', kinds: importers, anyRole: ['ingest:contact-details', 'steward'], needsActingArea: false },
  'equality-information.ingest': { ruleId: 'I3', kinds: ['service'], anyRole: ['ingest:equality-information'], needsActingArea: false },
} as const satisfies Readonly<Record<string, ActionRequirement>>;

/** Everything that can be done, apart from how single rows are judged. */
export type Action = keyof typeof actions;

/** Whether a subject may do something, with the id of the rule that says so. */
export interface Permission {
  readonly isPermitted: boolean;
  readonly ruleId: string;
}

/** Judges an action without looking at any row. Unknown kinds, missing roles and a missing acting area are refusals. */
export const permit = (subject: Subject, action: Action): Permission => {
  const requirement: ActionRequirement = actions[action];
  const isPermitted =
    requirement.kinds.includes(subject.kind) &&
    (!requirement.needsActingArea || subject.actingArea !== null) &&
    requirement.anyRole.some((role) => hasRole(subject, role));
  return { isPermitted, ruleId: requirement.ruleId };
};
