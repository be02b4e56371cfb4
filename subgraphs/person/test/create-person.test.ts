import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { CreatePersonInput } from '../src/__generated__/schema-types.ts';
import { createPersonStage } from './person-stage.ts';

const input: CreatePersonInput = {
  title: 'MS',
  forename: 'Ann',
  surname: 'Lovelace',
  dateOfBirth: '1980-12-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
};
const withKey = { ...input, idempotencyKey: 'key-1' };
const day = 24 * 60 * 60 * 1_000;
const reused = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  message: 'This idempotency key was used within the last 24 hours with other input. Use a new key for a new call.',
};

describe('createPerson (domain-write.md 2.5)', () => {
  it('writes the person with its event in one document, and announces it', async () => {
    const { operations, store, events, announced } = await createPersonStage();
    const person = await operations.createPerson(input, signedCallOf());
    expect(await store.findPersons([person.id])).toEqual([person]);
    expect(person).toMatchObject({ version: 0, origin: 'RECORDED', createdAt: '2026-03-10T09:00:00.000Z' });
    expect(await events()).toMatchObject([
      {
        type: 'PersonCreated',
        entityId: person.id,
        version: 0,
        at: '2026-03-10T09:00:00.000Z',
        correlationId: 'correlation-1',
        snapshot: { forename: 'Ann', surname: 'Lovelace', dateOfBirth: '1980-12-10', personTypes: ['TENANT'] },
      },
    ]);
    expect(announced()).toBe(1);
  });

  it('tells search no more than it may index (access-model.md L8)', async () => {
    const { operations, events } = await createPersonStage();
    await operations.createPerson({ ...input, placeOfBirth: 'canary', reason: 'canary', middleName: 'Marie' }, signedCallOf());
    expect(JSON.stringify(await events())).not.toContain('canary');
  });

  it('writes nothing when anything is wrong', async () => {
    const { operations, count, announced } = await createPersonStage();
    const error = await failureOf(operations.createPerson({ ...input, forename: '', personTypes: [] }, signedCallOf()));
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: '2 problems in the input.',
      details: {
        problems: [
          { path: 'input.forename', code: 'W15' },
          { path: 'input.personTypes', code: 'W14' },
        ],
      },
    });
    expect([await count(), announced()]).toEqual([0, 0]);
  });

  it('takes no number for what is wrong (2.5)', async () => {
    const { operations } = await createPersonStage();
    const { id, personRef } = await operations.createPerson(input, signedCallOf());
    await failureOf(operations.createPerson({ ...input, forename: '', dateOfBirth: '2030-01-01', personTypes: [] }, signedCallOf()));
    const next = await operations.createPerson({ ...input, notDuplicateOf: [id] }, signedCallOf());
    expect(next.personRef).toBe((personRef ?? 0) + 1);
  });

  it('without a key makes a person at every call that names the others', async () => {
    const { operations, count } = await createPersonStage();
    const { id } = await operations.createPerson(input, signedCallOf());
    await operations.createPerson({ ...input, notDuplicateOf: [id] }, signedCallOf());
    expect(await count()).toBe(2);
  });
});

describe('createPerson with an idempotency key', () => {
  it('answers the first person to the same input, without another event', async () => {
    const { operations, events, announced } = await createPersonStage();
    const first = await operations.createPerson(withKey, signedCallOf());
    expect(await operations.createPerson(withKey, signedCallOf())).toEqual(first);
    expect([(await events()).length, announced()]).toEqual([1, 1]);
  });

  it('refuses other input, even one that is wrong', async () => {
    const { operations, count } = await createPersonStage();
    await operations.createPerson(withKey, signedCallOf());
    for (const other of [
      { ...withKey, surname: 'Byron' },
      { ...withKey, surname: '' },
    ]) {
      expect(await failureOf(operations.createPerson(other, signedCallOf()))).toMatchObject(reused);
    }
    expect(await count()).toBe(1);
  });

  it('counts for its caller and area alone', async () => {
    const { operations, count } = await createPersonStage();
    const { id } = await operations.createPerson(withKey, signedCallOf());
    const byron = { ...withKey, surname: 'Byron', notDuplicateOf: [id] };
    const { id: byronId } = await operations.createPerson(byron, signedCallOf({ id: 'officer-2' }));
    await operations.createPerson({ ...byron, notDuplicateOf: [id, byronId] }, signedCallOf({ actingArea: 'repairs' }));
    expect(await count()).toBe(3);
  });

  it('is forgotten after 24 hours, and then counts anew', async () => {
    const { operations, pass, count } = await createPersonStage();
    const first = await operations.createPerson(withKey, signedCallOf());
    pass(day - 1);
    expect(await operations.createPerson(withKey, signedCallOf())).toEqual(first);
    pass(1);
    const second = await operations.createPerson({ ...withKey, surname: 'Byron', notDuplicateOf: [first.id] }, signedCallOf());
    expect(second.id).not.toBe(first.id);
    expect(await failureOf(operations.createPerson(withKey, signedCallOf()))).toMatchObject(reused);
    expect(await count()).toBe(2);
  });

  it('used many times at once makes one person', async () => {
    const { operations, count, events } = await createPersonStage();
    const persons = await Promise.all(Array.from({ length: 20 }, () => operations.createPerson(withKey, signedCallOf())));
    expect(new Set(persons.map(({ id }) => id)).size).toBe(1);
    expect([await count(), (await events()).length]).toEqual([1, 1]);
  });

  it('used many times at once after it expired makes one person more', async () => {
    const { operations, count, pass } = await createPersonStage();
    const { id } = await operations.createPerson(withKey, signedCallOf());
    pass(day);
    const again = { ...withKey, notDuplicateOf: [id] };
    const persons = await Promise.all(Array.from({ length: 20 }, () => operations.createPerson(again, signedCallOf())));
    expect(new Set(persons.map(({ id }) => id)).size).toBe(1);
    expect(await count()).toBe(2);
  });

  it('leaves no text of the input or the key in the mark', async () => {
    const { operations, store } = await createPersonStage();
    await operations.createPerson({ ...withKey, idempotencyKey: 'canary' }, signedCallOf());
    const [document] = await store.collection.find({}).toArray();
    expect(JSON.stringify(document?.creation)).not.toMatch(/canary|Ann|officer-1/u);
  });
});
