import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createPersonStage } from './person-stage.ts';

const call = signedCallOf();
const passport = { type: 'PASSPORT', value: '123456789', originalSeen: true, documentLink: 'https://papers.example/1' } as const;

const stage = async () => {
  const parts = await createPersonStage();
  const facts = { title: 'MS', forename: 'Ann', surname: 'Lovelace', dateOfBirth: '1980-12-10', reason: 'New tenancy' } as const;
  const { id } = await parts.operations.createPerson({ ...facts, personTypes: ['TENANT'] }, call);
  return { ...parts, id };
};

describe('recordIdentification and removeIdentification (domain-write.md 2.2)', () => {
  it('write the documents with a version and an event each, and no event has a value', async () => {
    const { operations, store, id, events, announced } = await stage();
    const recorded = await operations.recordIdentification({ personId: id, expectedVersion: 0, ...passport }, call);
    expect(recorded.person).toMatchObject({ version: 1, identification: [{ id: recorded.identificationId, ...passport }] });
    const licence = { type: 'DRIVING_LICENCE', value: 'LOVEL812105A99XX' } as const;
    await operations.recordIdentification({ personId: id, expectedVersion: 1, ...licence }, call);
    const { identificationId } = recorded;
    await operations.removeIdentification({ personId: id, expectedVersion: 2, identificationId }, call);
    expect(await store.findPersons([id])).toMatchObject([{ version: 3, identification: [{ ...licence, originalSeen: false }] }]);
    expect((await events()).map(({ version }) => version)).toEqual([0, 1, 2, 3]);
    expect(JSON.stringify(await events())).not.toMatch(/123456789|LOVEL8/u);
    expect(announced()).toBe(4);
  });

  it('of another version is VERSION_CONFLICT, of an unknown person or document NOT_FOUND', async () => {
    const { operations, id } = await stage();
    const removal = { expectedVersion: 0, identificationId: 'none' };
    expect(await failureOf(operations.recordIdentification({ personId: id, expectedVersion: 5, ...passport }, call))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: 5, currentVersion: 0 },
    });
    for (const personId of [id, 'nobody']) {
      expect(await failureOf(operations.removeIdentification({ personId, ...removal }, call))).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('of a restricted person are FORBIDDEN from outside the compartment', async () => {
    const { operations, id, standings, store } = await stage();
    standings.set(id, 'OUTSIDE');
    for (const write of [
      operations.recordIdentification({ personId: id, expectedVersion: 0, ...passport }, call),
      operations.removeIdentification({ personId: id, expectedVersion: 0, identificationId: 'none' }, call),
    ])
      expect(await failureOf(write)).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'S4' } });
    expect(await store.findPersons([id])).toMatchObject([{ version: 0, identification: [] }]);
  });

  it('refuse a national insurance number, and write nothing of it', async () => {
    const { operations, id, store } = await stage();
    const refused = operations.recordIdentification({ personId: id, expectedVersion: 0, type: 'NI', value: 'QQ123456C' }, call);
    expect(await failureOf(refused)).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.type', code: 'RECORDED_ELSEWHERE' }] },
    });
    expect(JSON.stringify(await store.collection.find({}).toArray())).not.toContain('QQ123456C');
  });

  it('keep at most 20 documents of one person', async () => {
    const { operations, id } = await stage();
    for (let expectedVersion = 0; expectedVersion < 20; expectedVersion += 1) {
      await operations.recordIdentification({ personId: id, expectedVersion, ...passport }, call);
    }
    expect(await failureOf(operations.recordIdentification({ personId: id, expectedVersion: 20, ...passport }, call))).toMatchObject({
      details: { problems: [{ path: 'input', code: 'TOO_MANY' }] },
    });
  });
});
