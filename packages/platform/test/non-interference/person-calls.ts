import type { TestCaller } from './callers.ts';
import { equalityAnswers } from './equality-answers.ts';
import { type Actor, absentId, birthDateOf, type Ground, pickPerson } from './ground.ts';
import type { MutationCall } from './requests.ts';
import { streets } from './values.ts';

const versionOf = ({ chance, census }: Ground, id: string): number => {
  const known = census.people.find((person) => person.id === id)?.version ?? 0;
  return chance.is(0.9) ? known : known + 1;
};

/** Somebody who is on record already, mostly: the answer names who may be the same person. */
const createPerson = (ground: Ground): MutationCall => {
  const { chance, population, run } = ground;
  const near = pickPerson(ground).id;
  const known = population.persons.find(({ id }) => id === near) ?? chance.pick(population.persons);
  return {
    name: 'createPerson',
    input: {
      forename: chance.is(0.8) ? known.forename : 'Ottilie',
      surname: known.surname,
      ...(chance.is(0.8) ? { dateOfBirth: birthDateOf(ground.population, known.id) } : {}),
      personTypes: ['TENANT'],
      reason: 'Moved in.',
      ...(chance.is(0.3) ? { notDuplicateOf: [known.id] } : {}),
      ...(chance.is(0.2) ? { idempotencyKey: `person-${run}` } : {}),
    },
  };
};

const recordIdentification = (ground: Ground): MutationCall => {
  const { chance } = ground;
  const { id: personId } = pickPerson(ground);
  return {
    name: 'recordIdentification',
    input: {
      personId,
      expectedVersion: versionOf(ground, personId),
      type: chance.pick(['PASSPORT', 'DRIVING_LICENCE', 'NI']),
      value: chance.is(0.3) ? chance.pick(twinDocuments) : `DOC${100_000 + chance.upTo(900_000)}`,
      originalSeen: chance.is(0.5),
    },
  };
};

const removeIdentification = (ground: Ground): MutationCall => {
  const { chance, census } = ground;
  const { id: personId } = pickPerson(ground);
  const ids = census.people.find(({ id }) => id === personId)?.identificationIds ?? [];
  const identificationId = ids.length > 1 && chance.is(0.9) ? (ids.at(-1) ?? absentId) : absentId;
  return { name: 'removeIdentification', input: { personId, expectedVersion: versionOf(ground, personId), identificationId } };
};

const linkCrossReference = (ground: Ground): MutationCall => ({
  name: 'linkCrossReference',
  input: {
    personId: pickPerson(ground).id,
    system: ground.chance.pick(['TENURE', 'SOCIAL_CARE', 'VULNERABILITIES', 'NOTES']),
    reference: `ref-${ground.chance.upTo(4)}`,
  },
});

/** What the area of a caller alone holds of somebody; it fits no other schema. */
export const recordExtendedData = (ground: Ground, { caller: { area } }: { readonly caller: Pick<TestCaller, 'area'> }): MutationCall => {
  const { chance, census } = ground;
  const { id: personId } = pickPerson(ground);
  const held = census.extendedData.find((data) => data.personId === personId && data.area === area);
  const own = area === 'housing' ? { bedroomNeed: chance.upTo(9) } : { mobility: chance.pick(['INDEPENDENT', 'WHEELCHAIR', 'BED']) };
  return {
    name: 'recordExtendedData',
    input: {
      personId,
      data: { ...own, note: `${chance.pick(streets)} ${chance.upTo(50)}` },
      ...(held === undefined ? {} : { expectedVersion: held.version }),
    },
  };
};

const recordEquality = (ground: Ground): MutationCall => ({
  name: 'recordEqualityInformation',
  input: { targetId: pickPerson(ground).id, answers: equalityAnswers(ground.chance) },
});

const amendEquality = (ground: Ground): MutationCall => {
  const { chance, census, focus } = ground;
  const near = census.equality.filter(({ targetId }) => focus.some(({ id }) => id === targetId));
  const record = near.length === 0 ? { id: absentId, version: 0 } : chance.pick(near);
  return { name: 'amendEqualityInformation', input: { id: record.id, expectedVersion: record.version, answers: equalityAnswers(chance) } };
};

/** Document numbers that have one mask: each stands in one of the worlds. */
export const twinDocuments = ['PX4410277', 'QY5520277'] as const;

/** What is recorded of persons themselves, and their equality answers, with how often it should be chosen. */
export const personCalls: readonly (readonly [number, (ground: Ground, actor: Actor) => MutationCall])[] = [
  [3, createPerson],
  [2, recordIdentification],
  [1, removeIdentification],
  [2, linkCrossReference],
  [3, recordExtendedData],
  [2, recordEquality],
  [2, amendEquality],
];
