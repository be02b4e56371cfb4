import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createPersonStage } from './person-stage.ts';

const stage = async () => {
  const parts = await createPersonStage();
  const person = await parts.operations.createPerson(
    { title: 'MS', forename: 'Ann', surname: 'Lovelace', dateOfBirth: '1980-12-10', personTypes: ['TENANT'], reason: 'New tenancy' },
    signedCallOf(),
  );
  return { ...parts, person };
};

describe('amendPerson (domain-write.md 1.1, 2.5)', () => {
  it('writes the change with its event and one version more', async () => {
    const { operations, person, store, events, pass } = await stage();
    pass(1_000);
    const after = await operations.amendPerson({ id: person.id, expectedVersion: 0, surname: 'Byron' }, signedCallOf());
    expect(after).toMatchObject({ nameHistory: [{ surname: 'Lovelace', until: '2026-03-10T09:00:01.000Z' }] });
    expect({ ...after, nameHistory: [] }).toEqual({ ...person, surname: 'Byron', version: 1, lastModifiedAt: '2026-03-10T09:00:01.000Z' });
    expect(await store.findPersons([person.id])).toEqual([after]);
    expect(await events()).toMatchObject([{ version: 0 }, { type: 'PersonAmended', version: 1, snapshot: { surname: 'Byron' } }]);
  });

  it('of a restricted person is one FORBIDDEN from outside, whatever version is expected, and done inside', async () => {
    const { operations, person, standings, store } = await stage();
    standings.set(person.id, 'OUTSIDE');
    for (const expectedVersion of [0, 5]) {
      const amended = operations.amendPerson({ id: person.id, expectedVersion, surname: 'Byron' }, signedCallOf());
      expect(await failureOf(amended)).toMatchObject({ code: 'FORBIDDEN', message: 'Not allowed.', details: { ruleId: 'S4' } });
    }
    expect(await store.findPersons([person.id])).toEqual([person]);
    standings.set(person.id, 'INSIDE');
    const input = { id: person.id, expectedVersion: 0, surname: 'Byron' };
    expect(await operations.amendPerson(input, signedCallOf())).toMatchObject({ surname: 'Byron' });
  });

  it('that changes nothing succeeds without a new version, event or announcement', async () => {
    const { operations, person, events, announced, pass } = await stage();
    pass(1_000);
    expect(await operations.amendPerson({ id: person.id, expectedVersion: 0, surname: ' Lovelace ' }, signedCallOf())).toEqual(person);
    expect([(await events()).length, announced()]).toEqual([1, 1]);
  });

  it('of another version is VERSION_CONFLICT with both numbers', async () => {
    const { operations, person } = await stage();
    expect(await failureOf(operations.amendPerson({ id: person.id, expectedVersion: 5, surname: 'Byron' }, signedCallOf()))).toMatchObject({
      code: 'VERSION_CONFLICT',
      message: 'Version 5 was expected but the record is at version 0. Read it again and repeat the change.',
      details: { expectedVersion: 5, currentVersion: 0 },
    });
  });

  it('that lost a race is VERSION_CONFLICT, and exactly one wins', async () => {
    const { operations, person, store } = await stage();
    const outcomes = await Promise.allSettled(
      ['A', 'B', 'C', 'D'].map((surname) => operations.amendPerson({ id: person.id, expectedVersion: 0, surname }, signedCallOf())),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect([won.length, lost.length]).toEqual([1, 3]);
    for (const error of lost) expect(error).toMatchObject({ code: 'VERSION_CONFLICT', details: { expectedVersion: 0, currentVersion: 1 } });
    expect(await store.findPersons([person.id])).toMatchObject([{ version: 1 }]);
  });

  it('of nobody is NOT_FOUND', async () => {
    const { operations } = await stage();
    expect(await failureOf(operations.amendPerson({ id: 'nobody', expectedVersion: 0 }, signedCallOf()))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such person.',
    });
  });

  it('with anything wrong writes nothing', async () => {
    const { operations, person, store } = await stage();
    const change = { id: person.id, expectedVersion: 0, surname: 'Byron', forename: null, dateOfDeath: '2030-01-01' };
    expect(await failureOf(operations.amendPerson(change, signedCallOf()))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          { path: 'input.dateOfDeath', code: 'INVALID_VALUE' },
          { path: 'input.forename', code: 'W15' },
        ],
      },
    });
    expect(await store.findPersons([person.id])).toEqual([person]);
  });
});
