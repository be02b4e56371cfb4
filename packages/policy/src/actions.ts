import type { Purpose, SubjectKind } from '@resident-graph/schema';
import { hasRole, type Role, type Subject } from './subject.ts';

/** One way to be allowed something. */
interface Way {
  /** Kinds of subject that it is for. */
  readonly kinds: readonly SubjectKind[];
  /** Any one of these is enough; none is needed where the list is empty. */
  readonly anyRole: readonly Role[];
  /** Whether an area must act. */
  readonly needsActingArea: boolean;
  /** What the data must be wanted for; any purpose where left out. */
  readonly purposes?: readonly Purpose[];
}

/** What it takes to do something at all; rows are judged by the decision table on top. Source: access-model.md sections 2, 4 and 10. */
interface ActionRequirement {
  /** Stable id, shown to callers that are refused. */
  readonly ruleId: string;
  readonly ways: readonly Way[];
}

const officers = ['officer', 'service'] as const satisfies readonly SubjectKind[];
const staff = [...officers, 'steward'] as const satisfies readonly SubjectKind[];
const everybody = [
  'officer',
  'service',
  'steward',
  'support',
  'analyst',
  'governance',
  'resident',
] as const satisfies readonly SubjectKind[];
const importers = ['service', 'steward'] as const satisfies readonly SubjectKind[];

const inArea = (kinds: readonly SubjectKind[], ...anyRole: readonly Role[]): Way => ({ kinds, anyRole, needsActingArea: true });
const anywhere = (kinds: readonly SubjectKind[], ...anyRole: readonly Role[]): Way => ({ kinds, anyRole, needsActingArea: false });
/** A resident does it for the own record only; which record it is about, rules and operations look at. */
const resident = anywhere(['resident']);
const governance = anywhere(['governance'], 'governance');
/** Individual monitoring answers. Source: access-model.md section 8. */
const monitoring = [inArea(['officer'], 'equality:read', 'equality:maintain'), resident];

export const actions = {
  'person.read': { ruleId: 'P1', ways: [inArea(staff, 'person:read'), resident] },
  'person.write': { ruleId: 'P2', ways: [inArea(staff, 'person:write')] },
  'person.search': { ruleId: 'P3', ways: [inArea(staff, 'person:read')] },
  'person.changes': { ruleId: 'P4', ways: [inArea(staff, 'person:read')] },
  'identity.read': { ruleId: 'P5', ways: [inArea(officers, 'identity:read')] },
  'cross-reference.write': { ruleId: 'P6', ways: [inArea(staff, 'person:write')] },
  'extended-data.read': { ruleId: 'P7', ways: [inArea(staff, 'person:read')] },
  'extended-data.write': { ruleId: 'P8', ways: [inArea(staff, 'person:write')] },
  'person.merge': { ruleId: 'P9', ways: [inArea(['steward'], 'steward')] },
  'contact-detail.read': { ruleId: 'C1', ways: [inArea(staff, 'contact:read'), resident, anywhere(['support'], 'support')] },
  'contact-detail.write': { ruleId: 'C2', ways: [inArea(staff, 'contact:write')] },
  'contact-detail.work': { ruleId: 'C3', ways: [inArea(staff, 'contact:read')] },
  'contact-detail.triage': { ruleId: 'C4', ways: [inArea(['steward'], 'steward')] },
  'contact-detail.safeguard': { ruleId: 'C5', ways: [inArea(staff, 'safeguarding')] },
  'contact-detail.lower-sensitivity': { ruleId: 'C6', ways: [inArea(['steward'], 'steward')] },
  'consent.read': { ruleId: 'N1', ways: [inArea(staff, 'contact:read'), resident, governance] },
  'consent.capture': { ruleId: 'N2', ways: [inArea(officers, 'contact:write'), resident] },
  'consent.revoke': { ruleId: 'N3', ways: [inArea(staff, 'person:read', 'contact:read', 'contact:write'), resident] },
  'consent.queue': { ruleId: 'N4', ways: [inArea(officers, 'contact:read')] },
  'organisation.read': { ruleId: 'O1', ways: [inArea(staff, 'contact:read')] },
  'organisation.write': { ruleId: 'O2', ways: [inArea(staff, 'contact:write')] },
  'reference-data.read': {
    ruleId: 'R1',
    ways: [anywhere(everybody)],
  },
  'me.read': { ruleId: 'M1', ways: [anywhere(everybody)] },
  'access-event.read': { ruleId: 'H1', ways: [inArea(['steward'], 'steward'), resident, governance] },
  'access-event.release': { ruleId: 'H2', ways: [governance] },
  'access.explain': { ruleId: 'X1', ways: [inArea(staff, 'contact:read'), resident, governance] },
  'restriction.see': { ruleId: 'S1', ways: [inArea(staff, 'person:read'), governance] },
  'restriction.write': { ruleId: 'S2', ways: [inArea(['officer'], 'safeguarding')] },
  'break-glass.start': { ruleId: 'B1', ways: [inArea(['officer'], 'break-glass')] },
  'break-glass.approve': { ruleId: 'B2', ways: [inArea(['officer'], 'safeguarding')] },
  'break-glass.queue': { ruleId: 'B3', ways: [inArea(['officer', 'steward'], 'contact:read'), governance] },
  'break-glass.review': { ruleId: 'B4', ways: [governance] },
  'diagnostic.use': { ruleId: 'D1', ways: [anywhere(['support'], 'support')] },
  'equality.read': { ruleId: 'E1', ways: monitoring },
  'equality.maintain': { ruleId: 'E2', ways: [inArea(['officer'], 'equality:maintain'), resident] },
  'equality.adjustments': {
    ruleId: 'E3',
    ways: [...monitoring, { ...inArea(officers, 'person:read'), purposes: ['SERVICE_DELIVERY'] }],
  },
  'equality.by-national-insurance-number': { ruleId: 'E4', ways: [inArea(officers, 'identity:read')] },
  'equality.report': { ruleId: 'E5', ways: [anywhere(['analyst'], 'analyst')] },
  'persons.ingest': { ruleId: 'I1', ways: [anywhere(importers, 'ingest:persons', 'steward')] },
  'contact-details.ingest': { ruleId: 'I2', ways: [anywhere(importers, 'ingest:contact-details', 'steward')] },
  'equality-information.ingest': { ruleId: 'I3', ways: [anywhere(['service'], 'ingest:equality-information')] },
} as const satisfies Readonly<Record<string, ActionRequirement>>;

/** Everything that can be done, apart from how single rows are judged. */
export type Action = keyof typeof actions;

/** Whether a subject may do something, with the id of the rule that says so. */
export interface Permission {
  readonly isPermitted: boolean;
  readonly ruleId: string;
}

const isOpen = (subject: Subject, { kinds, anyRole, needsActingArea, purposes }: Way): boolean =>
  kinds.includes(subject.kind) &&
  (!needsActingArea || subject.actingArea !== null) &&
  (purposes === undefined || purposes.includes(subject.purpose)) &&
  (subject.kind !== 'resident' || subject.personId !== null) &&
  (anyRole.length === 0 || anyRole.some((role) => hasRole(subject, role)));

/**
 * Judges an action without looking at any row. Unknown kinds, missing roles and a missing acting area are refusals. A service on behalf of
 * a user does only what both may do.
 */
export const permit = (subject: Subject, action: Action): Permission => {
  const { ruleId, ways }: ActionRequirement = actions[action];
  const isPermitted =
    ways.some((way) => isOpen(subject, way)) && (subject.onBehalfOf === null || permit(subject.onBehalfOf, action).isPermitted);
  return { isPermitted, ruleId };
};

/** Whether a resident speaks, also through a service: whatever is joined by a merge, to them the own record stands alone. */
export const isResidentSpeaking = ({ kind, onBehalfOf }: Pick<Subject, 'kind' | 'onBehalfOf'>): boolean =>
  kind === 'resident' || onBehalfOf?.kind === 'resident';

/** Tells whether a subject may look at one person's record at all: a resident, also behind a service, at the own one only. */
export const mayReadRecord = (subject: Subject, personId: string): boolean =>
  (subject.kind !== 'resident' || subject.personId === personId) &&
  (subject.onBehalfOf === null || mayReadRecord(subject.onBehalfOf, personId));
