import { subjectIdOf, type TestCaller } from './callers.ts';
import { type Actor, absentId, type Ground, pickPerson } from './ground.ts';
import type { MutationCall } from './requests.ts';

const areas = ['housing', 'social-care', 'benefits', 'repairs'] as const;
const reason = 'The household is in danger from somebody who looks for it.';
/** How many persons of an epoch may be restricted at once: where everybody is, nothing is seen any more. */
const mostRestricted = 3;

/** The persons who are restricted and lifted: neither the resident nor those with whom most consents are. */
const restrictable = ({ population }: Ground): readonly string[] => population.persons.slice(2, 7).map(({ id }) => id);

const restrictedNow = ({ census }: Ground): readonly string[] =>
  census.restrictions.filter(({ isActive }) => isActive).map(({ personId }) => personId);

/** Restricts somebody, or takes somebody in where enough are restricted. */
export const restrict = (ground: Ground, { isCurious }: Pick<Actor, 'isCurious'>): MutationCall => {
  const { chance } = ground;
  const restricted = restrictedNow(ground);
  const candidates = restricted.length >= mostRestricted ? restricted : restrictable(ground);
  const personId = isCurious && chance.is(0.1) ? absentId : chance.pick(candidates);
  const compartment = chance.weigh<readonly object[]>([
    [3, []],
    [3, [{ area: chance.pick(areas), role: 'contact:read' }]],
    [2, [{ area: chance.pick(areas), role: 'safeguarding' }]],
    [2, [{ subjectId: chance.pick(['persona-benefits-officer', 'persona-data-steward', 'persona-two-area-officer']) }]],
  ]);
  return { name: 'restrictPerson', input: { personId, reason: chance.is(0.95) ? reason : 'Danger.', compartment } };
};

const pickRestricted = (ground: Ground): string => {
  const { chance } = ground;
  const restricted = restrictedNow(ground);
  return restricted.length > 0 && chance.is(0.85) ? chance.pick(restricted) : pickPerson(ground).id;
};

/** Proposes to lift a restriction. */
export const proposeLift = (ground: Ground): MutationCall => ({
  name: 'liftRestriction',
  input: { personId: pickRestricted(ground), reason: 'The danger is over, says the police.' },
});

const confirmLift = (ground: Ground): MutationCall => ({ name: 'confirmLiftRestriction', input: { personId: pickRestricted(ground) } });

/** A second approval would show the twins, which are another one in each world. */
const emergencyPerson = ({ chance, population, census, focus }: Ground): string => {
  const safe = population.persons.slice(0, -3).map(({ id }) => id);
  const restricted = census.restrictions.filter(({ isActive }) => isActive).map(({ personId }) => personId);
  const near = safe.filter((id) => focus.some((target) => target.id === id) || restricted.includes(id));
  if (chance.is(0.04)) return absentId;
  return chance.pick(near.length > 0 && chance.is(0.8) ? near : safe);
};

/** Opens other areas' details of somebody. */
export const breakGlass = (ground: Ground): MutationCall => {
  const { chance } = ground;
  return {
    name: 'breakGlass',
    input: {
      personId: emergencyPerson(ground),
      reasonCode: chance.pick(['RISK_TO_LIFE', 'MISSING_PERSON', 'CHILD_PROTECTION']),
      narrative: chance.is(0.95) ? 'A neighbour reports cries for help, nobody opens.' : 'Help.',
      caseReference: 'CASE-77',
      lawfulBasis: chance.pick(['VITAL_INTERESTS', 'PUBLIC_TASK']),
    },
  };
};

/** An opening of this epoch: an own one, or for the curious any or none. */
const pickOpening = ({ chance, census, population }: Ground, { caller, isCurious }: Actor, wantsOwn: boolean): string => {
  const near = census.openings.filter(({ personId }) => population.persons.some(({ id }) => id === personId));
  const own = near.filter(({ startedBy }) => (startedBy === subjectIdOf(caller)) === wantsOwn);
  const among = own.length > 0 && chance.is(isCurious ? 0.75 : 1) ? own : near;
  return among.length === 0 || chance.is(0.05) ? absentId : chance.pick(among.slice(-4)).id;
};

/** Ends an opening early. */
export const endBreakGlass = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'endBreakGlass',
  input: { id: pickOpening(ground, actor, true) },
});

/** Approves somebody else's opening. */
export const approveBreakGlass = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'approveBreakGlass',
  input: { id: pickOpening(ground, actor, false) },
});

/** Records a finding about an opening. */
export const reviewBreakGlass = (ground: Ground, actor: Actor): MutationCall => ({
  name: 'reviewBreakGlass',
  input: {
    id: pickOpening(ground, actor, false),
    reviewState: ground.chance.pick(['JUSTIFIED', 'NOT_JUSTIFIED', 'TRAINING']),
    note: `Looked at in ${ground.chance.is(0.8) ? ground.run : 'a hurry'}.`,
  },
});

/** Gives the right to break glass back. */
export const unlockBreakGlass = ({ chance, census }: Ground): MutationCall => {
  const locked = census.uses.filter(({ lockedAt }) => lockedAt !== null).map(({ subjectId }) => subjectId);
  const subjectId = locked.length > 0 && chance.is(0.8) ? chance.pick(locked) : 'persona-housing-officer';
  return { name: 'unlockBreakGlass', input: { subjectId, reason: 'Talked with the officer.' } };
};

/** Opens a session of support. */
export const startSession = ({ chance }: Ground, caller: Pick<TestCaller, 'caseReference'>): MutationCall => ({
  name: 'startDiagnosticSession',
  input: {
    caseReference: chance.is(0.85) ? (caller.caseReference ?? 'CASE-1') : 'CASE-2',
    area: chance.is(0.75) ? 'housing' : chance.pick(['social-care', 'benefits', 'nowhere']),
  },
});

/** Shows residents what was withheld. */
export const releaseEvents = ({ chance, census, focus }: Ground): MutationCall => {
  const near = census.events.filter(
    ({ draft, isReleased }) =>
      !isReleased && draft.personIds.some((personId) => focus.some(({ id }) => id === personId)) && draft.purpose !== 'SERVICE_DELIVERY',
  );
  const ids = near.length === 0 ? [absentId] : [chance.pick(near).id];
  return { name: 'releaseAccessEvents', input: { ids, reason: 'The danger is over.' } };
};

/** Every mutation of this part with how often it should be chosen; whoever is not entitled is refused. */
export const accountabilityCalls: readonly (readonly [number, (ground: Ground, actor: Actor) => MutationCall])[] = [
  [3, restrict],
  [2, proposeLift],
  [2, confirmLift],
  [4, breakGlass],
  [3, endBreakGlass],
  [3, approveBreakGlass],
  [1, reviewBreakGlass],
  [1, unlockBreakGlass],
  [1, (ground, { caller }) => startSession(ground, caller)],
  [1, releaseEvents],
];

/** What those choose who are entitled to little else. */
export const callsOf = ({ kind, maySafeguard, mayBreakGlass }: TestCaller): typeof accountabilityCalls => {
  if (kind === 'support') return [[30, (ground, { caller }) => startSession(ground, caller)]];
  if (kind === 'governance') {
    return [
      [20, reviewBreakGlass],
      [10, unlockBreakGlass],
      [15, releaseEvents],
    ];
  }
  return [
    ...(maySafeguard
      ? ([
          [15, restrict],
          [8, proposeLift],
          [8, confirmLift],
          [12, approveBreakGlass],
        ] as const)
      : []),
    ...(mayBreakGlass
      ? ([
          [10, breakGlass],
          [5, endBreakGlass],
        ] as const)
      : []),
  ];
};
