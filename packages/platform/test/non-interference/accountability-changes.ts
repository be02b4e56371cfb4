import {
  approveBreakGlass,
  breakGlass,
  endBreakGlass,
  proposeLift,
  releaseEvents,
  restrict,
  reviewBreakGlass,
  startSession,
  unlockBreakGlass,
} from './accountability-calls.ts';
import { approver, discreetOfficers, emergencyOfficers, lead, otherSupport, reviewer, support, type TestCaller } from './callers.ts';
import type { Change } from './changes.ts';
import { type Actor, type Ground, pickPerson } from './ground.ts';
import { as, type MutationCall, toRequest, valueAt } from './requests.ts';

const asActor = (caller: TestCaller): Actor => ({ caller, isCurious: false, isHistoryHidden: false, asksRecord: false });

const by =
  (callers: readonly TestCaller[], make: (ground: Ground, actor: Actor) => MutationCall) =>
  (ground: Ground): Change => {
    const caller = ground.chance.pick(callers);
    return { request: toRequest(caller, make(ground, asActor(caller))) };
  };

/** A proposal to lift, mostly with the confirmation. */
const lifted = (ground: Ground): Change => {
  const call = proposeLift(ground);
  const isConfirmed = ground.chance.is(0.8);
  return {
    request: toRequest(lead, call),
    next: () => (isConfirmed ? toRequest(approver, { name: 'confirmLiftRestriction', input: { personId: call.input['personId'] } }) : null),
  };
};

/** Opens for a person in an emergency, or unlocks who did so too often. */
export const opened = (ground: Ground): Change => {
  const { chance } = ground;
  const caller = chance.pick(emergencyOfficers);
  const isApproved = chance.is(0.35);
  const isLocked = ground.census.uses.some(({ subjectId, lockedAt }) => subjectId === `persona-${caller.persona}` && lockedAt !== null);
  if (isLocked) return { request: toRequest(reviewer, unlockBreakGlass(ground)) };
  return {
    request: toRequest(caller, breakGlass(ground)),
    next: (answer) => {
      const id = valueAt(answer, 'breakGlass', 'breakGlass', 'id');
      if (typeof id !== 'string' || !isApproved) return null;
      return toRequest(caller === lead ? approver : lead, { name: 'approveBreakGlass', input: { id } });
    },
  };
};

/** A look of somebody at current details, through an opening where there is one: it leaves traces on the record only. */
const look = (ground: Ground): Change => {
  const { chance, census, population } = ground;
  const opening = census.openings.findLast(({ personId }) => population.persons.some(({ id }) => id === personId));
  const starter = emergencyOfficers.find(({ persona }) => `persona-${persona}` === opening?.startedBy);
  const isThrough = opening !== undefined && starter !== undefined && chance.is(0.5);
  const id = isThrough ? opening.personId : pickPerson(ground).id;
  return {
    request: {
      ...as(isThrough ? starter : chance.pick([...discreetOfficers, ...emergencyOfficers])),
      document: 'query ($id: ID!) { contactDetails(targetId: $id) { id contactInformation { contactType } } }',
      variables: { id },
    },
  };
};

/** Changes of who may see, and looks, with how often they should be chosen. */
export const accountabilityChanges: readonly (readonly [number, (ground: Ground) => Change])[] = [
  [5, by([lead, approver], restrict)],
  [6, lifted],
  [7, opened],
  [3, by(emergencyOfficers, endBreakGlass)],
  [4, by([lead, approver], approveBreakGlass)],
  [2, by([reviewer], reviewBreakGlass)],
  [3, by([support, otherSupport], (ground, { caller }) => startSession(ground, caller))],
  [2, by([reviewer], releaseEvents)],
  [9, look],
];

/** Looks alone, for runs that are about the record. */
export const lookChange = look;
