import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { CreatePersonInput } from '../src/__generated__/schema-types.ts';
import { blockingFillsCollection } from '../src/store/blocking-index.ts';
import { CreationClaims, creationClaimsCollection } from '../src/store/creation-claims.ts';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage } from './person-stage.ts';

const input: CreatePersonInput = {
  title: 'MS',
  forename: 'Zoë',
  surname: 'Quill-Feather',
  dateOfBirth: '1980-03-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
};
const alike: readonly CreatePersonInput[] = [
  input,
  { ...input, forename: 'ZOE', surname: 'Quillfeather' },
  { ...input, forename: 'Quillfeather', surname: 'Zoe' },
];
const call = signedCallOf();
const collections = [personsCollection.name, 'counters', creationClaimsCollection.name, blockingFillsCollection.name];

describe.each(databasesToTest)('creations of the same person at the same time over $name', ({ skipped, open }) => {
  it.skipIf(skipped)('make one person, in whatever process they are; all others are stopped', async () => {
    const database = await open(collections);
    // Two stores stand for two processes on one database.
    const stages = [await createPersonStage(await PersonStore.open(database)), await createPersonStage(await PersonStore.open(database))];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, place) => stages[place % 2]?.operations.createPerson(alike[place % alike.length] ?? input, call)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'POSSIBLE_DUPLICATE', details: { candidates: [{ band: 'CERTAIN' }] } });
    }
    expect(await stages[0]?.count()).toBe(1);
    expect(await (await database.collection(creationClaimsCollection)).countDocuments({})).toBe(0);
  });

  it.skipIf(skipped)('wait for the claim, and take it over when whoever has it ended', async () => {
    const database = await open(collections);
    const claims = await CreationClaims.open(database);
    const stored = await database.collection(creationClaimsCollection);
    let now = Date.parse('2026-03-10T09:00:00.000Z');
    await claims.hold('same', { holder: 'first', now: () => now }, async () => {
      // Whoever comes now finds the claim taken until it ends.
      const second = claims.hold('same', { holder: 'second', now: () => now }, async () => 'second');
      expect(await claims.hold('other', { holder: 'third', now: () => now }, async () => 'third')).toBe('third');
      expect(await stored.findOne({ _id: 'same' })).toMatchObject({ holder: 'first' });
      now += 5_001;
      expect(await second).toBe('second');
    });
    expect(await stored.countDocuments({})).toBe(0);
  });

  it.skipIf(skipped)('give the claim back when they fail', async () => {
    const database = await open(collections);
    const claims = await CreationClaims.open(database);
    const failing = claims.hold('same', { holder: 'first', now: Date.now }, () => Promise.reject(new Error('Refused.')));
    expect(await failureOf(failing)).toMatchObject({ message: 'Refused.' });
    expect(await claims.hold('same', { holder: 'second', now: Date.now }, async () => 'second')).toBe('second');
  });
});
