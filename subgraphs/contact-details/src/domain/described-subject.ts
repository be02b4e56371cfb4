import { isRole, type Role, type Subject } from '@resident-graph/policy';
import { isServiceArea, subjectKinds } from '@resident-graph/schema';
import { ProblemCollector } from '@resident-graph/service-kit';
import type { DescribedSubjectInput } from '../__generated__/schema-types.ts';

/** The id of a described caller without one: nobody's, so that no compartment and no emergency opening names it. */
const nobody = '';

const kindOf = (kind: DescribedSubjectInput['kind']): Subject['kind'] =>
  subjectKinds.find((known) => known === kind.toLowerCase()) ?? 'officer';

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => {
  const [first, second] = [new Set(one), new Set(other)];
  return first.size === second.size && [...first].every((item) => second.has(item));
};

/** Tells whether a description is of the caller as they act in this request, so that it asks nothing about anybody else. */
export const isSelfDescription = (described: DescribedSubjectInput, subject: Subject): boolean =>
  subject.onBehalfOf === null &&
  kindOf(described.kind) === subject.kind &&
  (described.subjectId ?? subject.id) === subject.id &&
  (described.area ?? null) === subject.actingArea &&
  isSameSet(described.roles ?? [], subject.roles) &&
  (described.purpose ?? subject.purpose) === subject.purpose &&
  (described.personId ?? subject.personId) === subject.personId;

/**
 * Reads the caller that somebody describes. The case is that of the request, so that a diagnostic session counts for support.
 * @throws InputError BAD_USER_INPUT with all problems: an unknown area or role, a resident without record or with an area or roles
 */
export const readDescribedSubject = (described: DescribedSubjectInput, { caseReference }: Subject): Subject => {
  const problems = new ProblemCollector('as');
  const { subjectId, personId } = described;
  const [area, roles, kind] = [described.area ?? null, described.roles ?? [], kindOf(described.kind)];
  if (area !== null && !isServiceArea(area)) problems.add('area', 'UNKNOWN_CODE', 'Expected a known service area.');
  for (const [place, role] of roles.entries()) {
    if (!isRole(role)) problems.add(`roles.${place}`, 'UNKNOWN_CODE', 'Expected a known role.');
  }
  const isResident = kind === 'resident';
  if (isResident && personId == null) problems.add('personId', 'REQUIRED', 'Expected the own record of the resident.');
  if (!isResident && personId != null) problems.add('personId', 'CONTRADICTION', 'Expected an own record for residents only.');
  if (isResident && (area !== null || roles.length > 0)) {
    problems.add('kind', 'CONTRADICTION', 'Expected no area and no roles for a resident, who acts for themselves.');
  }
  problems.throwIfAny();
  return {
    id: subjectId ?? nobody,
    kind,
    actingArea: area,
    roles: roles.filter((role): role is Role => isRole(role)),
    purpose: described.purpose ?? 'SERVICE_DELIVERY',
    caseReference,
    personId: personId ?? null,
    teams: [],
    onBehalfOf: null,
  };
};
