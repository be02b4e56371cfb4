import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordEqualityInformationInput } from '../src/__generated__/schema-types.ts';
import { createEqualityStage } from './equality-stage.ts';

const officer = signedCallOf({ roles: ['equality:maintain'] });
const input: RecordEqualityInformationInput = {
  targetId: 'p1',
  answers: { ageGroup: 'eightyFiveAndPlus', religionOrBelief: { code: 'sikh' } },
};
const withKey = { ...input, idempotencyKey: 'key-1' };
const day = 24 * 60 * 60 * 1_000;

describe('recordEqualityInformation (domain-write.md 5.5, 5.8)', () => {
  it('writes the record with an id of its own and an event that tells no answer', async () => {
    const { operations, store, events } = await createEqualityStage();
    const information = await operations.recordEqualityInformation(input, officer);
    expect(information).toMatchObject({ targetId: 'p1', version: 0, ageGroup: 'eightyFiveAndPlus', createdAt: '2026-03-10T09:00:00.000Z' });
    expect(information.id).not.toBe('p1');
    expect(await store.findRecords([information.id])).toMatchObject([{ information }]);
    expect(information.sources).toEqual([
      { answer: 'ageGroup', source: 'SELF', at: information.createdAt },
      { answer: 'religionOrBelief', source: 'SELF', at: information.createdAt },
    ]);
    expect(await events()).toMatchObject([
      { type: 'EqualityInformationRecorded', entityId: information.id, targetId: 'p1', correlationId: 'correlation-1' },
    ]);
    expect(JSON.stringify(await events())).not.toMatch(/sikh|eightyFive/u);
  });

  it('again is DUPLICATE_VALUE with the id of the first (decision 19)', async () => {
    const { operations, count } = await createEqualityStage();
    const { id } = await operations.recordEqualityInformation(input, officer);
    expect(await failureOf(operations.recordEqualityInformation(input, officer))).toMatchObject({
      code: 'DUPLICATE_VALUE',
      message: 'Equality answers of this person are recorded already.',
      details: { existingId: id },
    });
    expect(await count()).toBe(1);
  });

  it('many times at once records once', async () => {
    const { operations, count, events } = await createEqualityStage();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => operations.recordEqualityInformation(input, officer)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([await count(), (await events()).length]).toEqual([1, 1]);
  });

  it('of an unknown person is NOT_FOUND, and while persons cannot be asked STORE_UNAVAILABLE; nothing is written', async () => {
    const { operations, count, losePersons } = await createEqualityStage();
    expect(await failureOf(operations.recordEqualityInformation({ ...input, targetId: 'nobody' }, officer))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such person.',
    });
    losePersons();
    expect(await failureOf(operations.recordEqualityInformation(input, officer))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await count()).toBe(0);
  });

  it.each(['00000000-0000-0000-0000-000000000000', 'TWVoZGk=', ''])('of %j, which is nobody, is NOT_FOUND (5.1, 5.8)', async (targetId) => {
    const { operations } = await createEqualityStage();
    expect(await failureOf(operations.recordEqualityInformation({ ...input, targetId }, officer))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('reports every problem at once and writes nothing', async () => {
    const { operations, count } = await createEqualityStage();
    const answers = { armedForces: 'x', languages: [{ language: 'en', isPrimary: false }] };
    expect(await failureOf(operations.recordEqualityInformation({ ...input, answers }, officer))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ path: 'input.answers.armedForces', code: 'UNKNOWN_CODE' }),
          expect.objectContaining({ path: 'input.answers.languages', code: 'W24' }),
        ]),
      },
    });
    expect(await count()).toBe(0);
  });
});

describe('recordEqualityInformation with an idempotency key', () => {
  const reused = { code: 'IDEMPOTENCY_KEY_REUSED' };

  it('answers the first record to the same input, also at once', async () => {
    const { operations, events } = await createEqualityStage();
    const records = await Promise.all(Array.from({ length: 10 }, () => operations.recordEqualityInformation(withKey, officer)));
    expect(new Set(records.map(({ id }) => id)).size).toBe(1);
    expect(await operations.recordEqualityInformation(withKey, officer)).toEqual(records[0]);
    expect(await events()).toHaveLength(1);
  });

  it('refuses other answers, and another person', async () => {
    const { operations, count } = await createEqualityStage();
    await operations.recordEqualityInformation(withKey, officer);
    for (const other of [
      { ...withKey, answers: { disabled: 'NO' as const } },
      { ...withKey, targetId: 'p2' },
    ]) {
      expect(await failureOf(operations.recordEqualityInformation(other, officer))).toMatchObject(reused);
    }
    expect(await count()).toBe(1);
  });

  it('of somebody else is DUPLICATE_VALUE', async () => {
    const { operations } = await createEqualityStage();
    await operations.recordEqualityInformation(withKey, officer);
    const other = signedCallOf({ id: 'officer-2', roles: ['equality:maintain'] });
    expect(await failureOf(operations.recordEqualityInformation(withKey, other))).toMatchObject({ code: 'DUPLICATE_VALUE' });
  });

  it('is forgotten after 24 hours', async () => {
    const { operations, pass } = await createEqualityStage();
    const first = await operations.recordEqualityInformation(withKey, officer);
    pass(day - 1);
    expect(await operations.recordEqualityInformation(withKey, officer)).toEqual(first);
    pass(1);
    expect(await failureOf(operations.recordEqualityInformation(withKey, officer))).toMatchObject({ code: 'DUPLICATE_VALUE' });
    expect(await operations.recordEqualityInformation({ ...withKey, targetId: 'p2' }, officer)).toMatchObject({ targetId: 'p2' });
  });
});
