import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { blockingFillsCollection } from '../src/store/blocking-index.ts';
import { creationClaimsCollection } from '../src/store/creation-claims.ts';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { BlockingFill } from '../src/workers/blocking-fill.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage, letters } from './person-stage.ts';

const call = signedCallOf();
const collections = [personsCollection.name, 'counters', creationClaimsCollection.name, blockingFillsCollection.name];
const count = 1_200;

describe.each(databasesToTest)('persons of an earlier release over $name', ({ skipped, open }) => {
  /** A register whose persons lack the blocking keys, and other fields that came later. */
  const stageWithBarePersons = async () => {
    const database = await open(collections);
    const stage = await createPersonStage(await PersonStore.open(database));
    for (const from of [0, 600]) {
      const items = Array.from({ length: count / 2 }, (_, place) => ({
        sourceId: String(from + place),
        forename: 'Maple',
        surname: `Quill${letters(from + place)}`,
      }));
      await stage.operations.ingestPersons({ sourceSystem: 'old', items }, call);
    }
    const bare = (await stage.store.collection.find({}).toArray()).map(({ _id }) => ({
      updateOne: { filter: { _id }, update: { $unset: { blocking: 1, nameHistory: 1 } } } as const,
    }));
    await stage.store.collection.bulkWrite(bare);
    const missing = (): Promise<number> => stage.store.collection.countDocuments({ blocking: { $exists: false } });
    const isFound = async (): Promise<boolean> =>
      (await stage.operations.possibleDuplicates({ input: { forename: 'Maple', surname: `Quill${letters(777)}` } }, call)).length > 0;
    return { ...stage, missing, isFound, reopen: () => PersonStore.open(database) };
  };

  it.skipIf(skipped)('are found once they have their keys, and get them 500 at a time', async () => {
    const { store, missing, isFound } = await stageWithBarePersons();
    expect([await missing(), await isFound()]).toEqual([count, false]);
    expect(await store.blocking.fillSome()).toEqual({ filled: 500, isDone: false });
    expect(await missing()).toBe(count - 500);
    expect(await store.blocking.fillSome()).toEqual({ filled: 500, isDone: false });
    expect(await store.blocking.fillSome()).toEqual({ filled: 200, isDone: true });
    expect([await missing(), await isFound()]).toEqual([0, true]);
  });

  it.skipIf(skipped)('get them from another process where the first one stopped, and nothing is done twice', async () => {
    const { store, missing, reopen } = await stageWithBarePersons();
    await store.blocking.fillSome();
    const told: unknown[] = [];
    const logger = { info: (found: unknown) => told.push(found), warn: (found: unknown) => told.push(found) };
    const fill = new BlockingFill({ blocking: (await reopen()).blocking, logger });
    fill.start();
    while ((await missing()) > 0) await new Promise(setImmediate);
    await fill.stop();
    expect(await store.blocking.fillSome()).toEqual({ filled: 0, isDone: true });
    expect(told.length).toBeLessThanOrEqual(1);
  });

  it.skipIf(skipped)('keep what was written meanwhile', async () => {
    const { store, operations, missing } = await stageWithBarePersons();
    const [first] = await store.collection.find({}, { sort: { _id: 1 }, limit: 1 }).toArray();
    const id = first?._id ?? '';
    await operations.amendPerson({ id, expectedVersion: 0, surname: 'Lanternwick' }, call);
    expect(await store.blocking.fillSome()).toMatchObject({ filled: 499 });
    expect((await store.collection.findOne({ _id: id }))?.blocking).toContain('name:lanternwick');
    expect(await missing()).toBe(count - 500);
  });
});
