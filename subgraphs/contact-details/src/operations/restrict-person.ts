import { type CompartmentEntry, isInsideCompartment } from '@resident-graph/policy';
import { notFound, outsideCompartment, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { RestrictPersonInput } from '../__generated__/schema-types.ts';
import { findGroup } from '../domain/person-groups.ts';
import { readCaseReference } from '../domain/read-case-reference.ts';
import { readCompartment } from '../domain/read-compartment.ts';
import {
  amendCompartment,
  joinCompartments,
  maximumCompartment,
  type Restriction,
  restrict,
  type StepParts,
} from '../domain/restriction.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { recordChange } from './record-change.ts';
import { requireArea } from './require-area.ts';
import { type RestrictionParts, readRestrictionReason, waitForSearch, writeRestriction } from './restriction-parts.ts';

/** A restriction as it is now. */
export interface RestrictedPerson {
  readonly restriction: Restriction;
  /** Whether search confirmed in time that location is stripped. */
  readonly searchConfirmed: boolean;
}

/**
 * Restricts a person, or adds to the compartment of one who is restricted; on record before it works. Of a person whose ids are joined each
 * id is restricted, the survivor first, so that all stay restricted when they are parted again. Answers when search has confirmed or
 * time is up: the person is restricted from the write on either way (access-model.md section 5).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person; AuthorityError FORBIDDEN (S4) where the person is
 * restricted, under whichever id, and the caller outside; DependencyError AUDIT_UNAVAILABLE, nothing is changed then
 */
export const restrictPerson = async (parts: RestrictionParts, input: RestrictPersonInput, call: SignedCall): Promise<RestrictedPerson> => {
  const area = requireArea(call);
  const { personId } = input;
  const problems = new ProblemCollector('input');
  const reason = readRestrictionReason(input.reason, problems);
  const caseReference = readCaseReference(input.caseReference, problems);
  const named = readCompartment(input.compartment, problems);
  problems.throwIfAny();
  if (!(await parts.persons.findExisting([personId], call.correlationId)).has(personId)) throw notFound('person');
  // Those who look after the person, and those who may lift the restriction again.
  const own: readonly CompartmentEntry[] = [
    { area, role: 'contact:read' },
    { area, role: 'safeguarding' },
  ];
  const compartment = joinCompartments(own, named);
  const { personIds } = await findGroup(parts, personId, call);
  for (const active of (await parts.store.findActive(personIds)).values()) {
    if (!isInsideCompartment(call.subject, active.compartment)) throw outsideCompartment();
  }
  const step = { area, reason, caseReference: caseReference ?? call.subject.caseReference, compartment };
  const restricted: RestrictedPerson[] = [];
  for (const id of personIds) restricted.push(await restrictOne(parts, { personId: id, step, problems }, call));
  const [first] = restricted;
  if (first === undefined) throw notFound('person');
  return { ...first, searchConfirmed: restricted.every(({ searchConfirmed }) => searchConfirmed) };
};

interface RestrictOne {
  readonly personId: string;
  readonly step: StepParts & { readonly compartment: readonly CompartmentEntry[] };
  readonly problems: ProblemCollector;
}

const restrictOne = async (
  parts: RestrictionParts,
  { personId, step, problems }: RestrictOne,
  call: SignedCall,
): Promise<RestrictedPerson> => {
  const circumstances = circumstancesOf(parts, call);
  let isRecorded = false;
  const restriction = await writeRestriction(parts, personId, async (before) => {
    if (before?.isActive === true) {
      if (!isInsideCompartment(call.subject, before.compartment)) throw outsideCompartment();
      if (joinCompartments(before.compartment, step.compartment).length > maximumCompartment) {
        problems.add('compartment', 'TOO_MANY', `Expected at most ${maximumCompartment} entries in all.`);
        problems.throwIfAny();
      }
    }
    if (!isRecorded)
      await recordChange(parts.log, call, { action: 'restriction.restrict', personIds: [personId], resourceIds: [personId] });
    isRecorded = true;
    return before?.isActive === true ? amendCompartment(before, step, circumstances) : restrict({ personId, before }, step, circumstances);
  });
  if (restriction === null) throw notFound('person');
  const searchConfirmed = await waitForSearch(parts, restriction, call.correlationId);
  return { restriction: searchConfirmed ? { ...restriction, confirmedVersion: restriction.toldVersion } : restriction, searchConfirmed };
};
