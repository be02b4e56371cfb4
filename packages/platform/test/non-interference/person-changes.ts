import { approver, lead, type TestCaller, writers } from './callers.ts';
import type { Change } from './changes.ts';
import { monitoringAnswers } from './equality-answers.ts';
import type { Ground } from './ground.ts';
import { ingestEquality } from './imports.ts';
import { isBarred } from './paths.ts';
import { recordExtendedData } from './person-calls.ts';
import { toRequest } from './requests.ts';

/** What another area holds of somebody. */
export const extendedChange = (ground: Ground, caller: TestCaller): Change => {
  const others = writers.filter(({ area }) => area !== caller.area && (area === 'housing' || area === 'social-care'));
  const writer = ground.chance.pick(others);
  return { request: toRequest(writer, recordExtendedData(ground, { caller: writer })) };
};

/** Answers of somebody, for those who see none; never of whom adjustments are known, whose record officers see the version of. */
export const equalityChange = (ground: Ground, caller: TestCaller): Change | null => {
  const { chance, census, focus, population } = ground;
  const adjusted = census.equality.filter(({ hasAdjustments }) => hasAdjustments).map(({ targetId }) => targetId);
  const persons = population.persons.map(({ id }) => id).filter((id) => id !== caller.personId && !adjusted.includes(id));
  const near = persons.filter((id) => focus.some((target) => target.id === id));
  const among = near.length > 0 && chance.is(0.85) ? near : persons;
  if (among.length === 0) return null;
  const targetId = chance.pick(among);
  return { request: ingestEquality({ sourceId: `equality-${targetId}`, targetId, answers: monitoringAnswers(chance) }) };
};

/** Answers of somebody restricted, written from inside, for callers outside who see everybody else's. */
export const restrictedEqualityChange = (ground: Ground, caller: TestCaller): Change | null => {
  const { chance, census } = ground;
  const barred = census.restrictions.map(({ personId }) => personId).filter((id) => isBarred(caller, id, census));
  if (barred.length === 0) return null;
  const targetId = chance.pick(barred);
  const inside = [lead, approver, ...writers].find((writer) => writer.seesEquality && !isBarred(writer, targetId, census));
  if (inside === undefined) return null;
  const record = census.equality.find((known) => known.targetId === targetId);
  const answers = monitoringAnswers(chance);
  return {
    request:
      record === undefined
        ? toRequest(inside, { name: 'recordEqualityInformation', input: { targetId, answers } })
        : toRequest(inside, { name: 'amendEqualityInformation', input: { id: record.id, expectedVersion: record.version, answers } }),
  };
};
