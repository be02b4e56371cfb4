import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonSnapshot } from '@resident-graph/schema';
import { type MergeEntry, PersonAliases } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyMerges } from '../src/events/apply-merges.ts';
import { applyPersonEvents, type ConsumedPersonEvent } from '../src/events/apply-person-events.ts';
import { indexStale } from '../src/events/index-groups.ts';
import { rebuildIndexIfNeeded } from '../src/search-index/rebuild-index.ts';
import { SqliteSearchIndex } from '../src/search-index/sqlite-search-index.ts';
import { SearchDocumentStore } from '../src/store/search-document-store.ts';

const eventOf = (entityId: string, version: number, name: string): ConsumedPersonEvent => {
  const [forename = '', surname = ''] = name.split(' ');
  const none = { middleName: null, preferredForename: null, preferredMiddleName: null, preferredSurname: null, dateOfBirth: null };
  const snapshot: PersonSnapshot = { forename, surname, ...none, personTypes: ['TENANT'] };
  return { type: version === 0 ? 'PersonCreated' : 'PersonAmended', entityId, version, snapshot };
};
const mergeOf = (mergedId: string, survivorId: string | null, version: number): MergeEntry => ({
  mergedId,
  survivorId,
  version,
  at: `2026-03-10T09:00:0${version}.000Z`,
});

type Step = readonly ConsumedPersonEvent[] | readonly MergeEntry[];
const isMerges = (step: Step): step is readonly MergeEntry[] => step.some((entry) => 'mergedId' in entry);

const openIndex = (): SqliteSearchIndex => {
  const folder = mkdtempSync(join(tmpdir(), 'resident-graph-'));
  const index = SqliteSearchIndex.open({ path: join(folder, 'index.db') });
  onTestFinished(async () => {
    await index.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return index;
};

const createStage = async () => {
  const database = openEmbeddedDatabase();
  const index = openIndex();
  const targets = { store: await SearchDocumentStore.open(database), aliases: await PersonAliases.open(database), index };
  const take = async (step: Step): Promise<void> => (isMerges(step) ? applyMerges(step, targets) : applyPersonEvents(step, targets));
  const findIn = async (searched: SqliteSearchIndex, text: string) => {
    const query = { text, page: 1, pageSize: 12, sortBy: 'RELEVANCE', isDescending: false, dateOfBirth: null, personType: null } as const;
    const { total, results } = await searched.searchPersons(query);
    return [total, ...results.map(({ personId }) => personId)];
  };
  const find = (text: string) => findIn(index, text);
  /** What an index says that is made anew from the projection. */
  const findRebuilt = async (text: string) => {
    const fresh = openIndex();
    await rebuildIndexIfNeeded({ ...targets, index: fresh });
    return findIn(fresh, text);
  };
  return { take, find, findRebuilt, targets };
};

const persons = [eventOf('a', 0, 'Ann Lovelace'), eventOf('b', 3, 'Bea Quill'), eventOf('c', 0, 'Cleo Vane')];

describe('merged persons in search (access-model.md W11)', () => {
  it('are found as their survivor, once, by the names of all', async () => {
    const { take, find } = await createStage();
    await take(persons);
    await take([mergeOf('b', 'a', 4)]);
    expect([await find('Lovelace'), await find('Quill'), await find('Bea Quill'), await find('Vane')]).toEqual([
      [1, 'a'],
      [1, 'a'],
      [1, 'a'],
      [1, 'c'],
    ]);
  });

  it('are found as themselves again when they are parted', async () => {
    const { take, find } = await createStage();
    await take(persons);
    await take([mergeOf('b', 'a', 4)]);
    await take([mergeOf('b', null, 5)]);
    expect([await find('Lovelace'), await find('Quill')]).toEqual([
      [1, 'a'],
      [1, 'b'],
    ]);
  });

  it('follow chains, and what changes of a merged person changes the survivor', async () => {
    const { take, find } = await createStage();
    await take(persons);
    await take([mergeOf('b', 'a', 4)]);
    await take([mergeOf('a', 'c', 1)]);
    await take([eventOf('b', 5, 'Bea Threlkeld')]);
    expect([await find('Lovelace'), await find('Quill'), await find('Threlkeld'), await find('Vane')]).toEqual([
      [1, 'c'],
      [0],
      [1, 'c'],
      [1, 'c'],
    ]);
  });

  const steps: readonly Step[] = [
    [eventOf('a', 0, 'Ann Lovelace')],
    [eventOf('b', 3, 'Bea Quill')],
    [mergeOf('b', 'a', 4)],
    [eventOf('a', 1, 'Ann King')],
    [eventOf('b', 5, 'Bea Noel')],
  ];
  const orders = steps.flatMap((_, first) => [
    [...steps.slice(first), ...steps.slice(0, first)],
    [...steps.slice(first), ...steps.slice(0, first)].toReversed(),
  ]);

  it.each(orders.map((order, place) => [place, order] as const))('are the same in whatever order it is told: %i', async (_place, order) => {
    const { take, find, findRebuilt } = await createStage();
    for (const step of order) await take(step);
    // Again, as a relay does that was not answered.
    for (const step of order) await take(step);
    for (const [text, expected] of [
      ['King', [1, 'a']],
      ['Noel', [1, 'a']],
      ['Lovelace', [0]],
      ['Quill', [0]],
    ] as const) {
      expect([text, await find(text)]).toEqual([text, expected]);
      expect([text, await findRebuilt(text)]).toEqual([text, expected]);
    }
  });

  it('are what they should be after a kill between the list of joined ids and the index, at the next start', async () => {
    const { take, find, targets } = await createStage();
    await take(persons);
    await take([mergeOf('b', 'a', 4)]);
    await targets.store.markStale(['a', 'b']);
    await targets.aliases.apply([mergeOf('b', null, 5)]);
    expect(await find('Quill')).toEqual([1, 'a']);
    await indexStale(targets);
    expect([await find('Lovelace'), await find('Quill')]).toEqual([
      [1, 'a'],
      [1, 'b'],
    ]);
    expect(await targets.store.findStale()).toEqual([]);
  });

  it('do not make an index look incomplete', async () => {
    const { take, targets } = await createStage();
    await take(persons);
    await take([mergeOf('b', 'a', 4)]);
    await targets.index.markComplete();
    expect(await rebuildIndexIfNeeded(targets)).toBe(0);
  });
});
