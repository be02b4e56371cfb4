import type { Subject } from '@resident-graph/policy';
import { createCursorCodec } from '@resident-graph/service-kit';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { type ChangeHistoryArguments, changeHistory } from '../src/operations/change-history.ts';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage } from './person-stage.ts';

const cursors = createCursorCodec(new Uint8Array(32));
const call = signedCallOf();

describe.each(databasesToTest)('changeHistory over $name (domain-write.md 1.7)', ({ skipped, open }) => {
  /** Ann, who was made, became Byron, and showed a passport that was removed. */
  const stage = async () => {
    const store = await PersonStore.open(await open([personsCollection.name, 'counters']));
    const parts = await createPersonStage(store);
    const { operations, pass, standings } = parts;
    const facts = { title: 'MS', forename: 'Ann', surname: 'Lovelace', dateOfBirth: '1980-12-10', reason: 'New tenancy' } as const;
    const { id } = await operations.createPerson({ ...facts, personTypes: ['TENANT'] }, call);
    pass(1_000);
    await operations.amendPerson({ id, expectedVersion: 0, surname: 'Byron' }, signedCallOf({ id: 'officer-2', actingArea: 'benefits' }));
    const sent = { personId: id, expectedVersion: 1, type: 'PASSPORT', value: '123456789' } as const;
    const { identificationId } = await operations.recordIdentification(sent, call);
    await operations.removeIdentification({ personId: id, expectedVersion: 2, identificationId }, call);
    const read = (asked: Partial<ChangeHistoryArguments> = {}, subject: Partial<Subject> = {}) =>
      changeHistory(
        { store, cursors, restrictions: { findStandings: async () => standings } },
        { targetType: 'PERSON', targetId: id, ...asked },
        signedCallOf(subject),
      );
    return { ...parts, id, read };
  };

  it.skipIf(skipped)('has every change, newest first, with who did it where', async () => {
    const { read } = await stage();
    const page = await read();
    expect(page?.totalCount).toBe(4);
    expect(page?.edges.map(({ node }) => [node.version, node.action, node.subjectId, node.area])).toEqual([
      [3, 'IDENTIFICATION_REMOVED', 'officer-1', 'housing'],
      [2, 'IDENTIFICATION_RECORDED', 'officer-1', 'housing'],
      [1, 'AMENDED', 'officer-2', 'benefits'],
      [0, 'CREATED', 'officer-1', 'housing'],
    ]);
    expect(page?.edges[2]?.node).toMatchObject({
      at: '2026-03-10T09:00:01.000Z',
      fields: [{ field: 'surname', before: 'Lovelace', after: 'Byron' }],
    });
  });

  it.skipIf(skipped)('comes in pages that only their caller goes on', async () => {
    const { read } = await stage();
    const first = await read({ first: 3 });
    expect([first?.edges.length, first?.pageInfo.hasNextPage]).toEqual([3, true]);
    const after = first?.pageInfo.endCursor ?? null;
    expect((await read({ first: 3, after }))?.edges.map(({ node }) => node.version)).toEqual([0]);
    expect(await failureOf(read({ after }, { id: 'officer-2' }))).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it.skipIf(skipped)('of a restricted person is to those outside as that of nobody, and whole inside', async () => {
    const { read, standings, id } = await stage();
    standings.set(id, 'OUTSIDE');
    expect([await read(), await read({ targetId: 'nobody' })]).toEqual([null, null]);
    standings.set(id, 'INSIDE');
    expect((await read())?.totalCount).toBe(4);
  });

  it.skipIf(skipped)('is FORBIDDEN to who may not read persons, residents too', async () => {
    const { read, id } = await stage();
    const others: readonly Partial<Subject>[] = [
      { roles: [] },
      { kind: 'resident', personId: id, actingArea: null },
      { kind: 'analyst', roles: ['analyst'], actingArea: null },
    ];
    for (const subject of others) expect(await failureOf(read({}, subject))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.skipIf(skipped)('has one entry for each write that won, and none for one that lost or changed nothing', async () => {
    const { read, operations, id } = await stage();
    await operations.amendPerson({ id, expectedVersion: 3, surname: 'Byron' }, call);
    await Promise.allSettled(['A', 'B', 'C'].map((surname) => operations.amendPerson({ id, expectedVersion: 3, surname }, call)));
    const page = await read();
    expect(page?.edges.map(({ node }) => node.version)).toEqual([4, 3, 2, 1, 0]);
  });

  it.skipIf(skipped)('begins with the next change of a record of an earlier release, which has no number, names or documents', async () => {
    const { read, operations, store, id } = await stage();
    const whole = await store.collection.findOne({ _id: id });
    if (whole === null) throw new Error('The person is missing.');
    const { personRef, nameHistory, identification, changes, ...early } = whole;
    await store.collection.replaceOne({ _id: id }, early as typeof whole);
    expect(await read()).toBeNull();
    expect(await store.findPersons([id])).toMatchObject([{ personRef: null, nameHistory: [], identification: [] }]);
    await operations.amendPerson({ id, expectedVersion: 3, forename: 'Anna' }, call);
    expect((await read())?.edges.map(({ node }) => node.version)).toEqual([4]);
    expect(await store.findPersons([id])).toMatchObject([{ nameHistory: [{ forename: 'Ann', surname: 'Byron' }] }]);
  });

  it.skipIf(skipped)('tells of imports', async () => {
    const { read, operations } = await stage();
    const item = { sourceId: 'a', forename: 'Rufus', surname: 'Quill' };
    const [made] = await operations.ingestPersons({ sourceSystem: 'old', items: [item] }, call);
    await operations.ingestPersons({ sourceSystem: 'old', items: [{ ...item, surname: 'Vane' }] }, call);
    const page = await read({ targetId: made?.id ?? '' });
    expect(page?.edges.map(({ node }) => [node.action, node.fields])).toEqual([
      ['IMPORTED', [{ field: 'surname', before: 'Quill', after: 'Vane' }]],
      ['IMPORTED', []],
    ]);
  });
});
