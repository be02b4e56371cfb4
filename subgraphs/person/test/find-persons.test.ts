import { createCursorCodec } from '@resident-graph/service-kit';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { FindPersonsFilter } from '../src/__generated__/schema-types.ts';
import { type FindPersonsArguments, findPersons } from '../src/operations/find-persons.ts';
import { blockingFillsCollection } from '../src/store/blocking-index.ts';
import { creationClaimsCollection } from '../src/store/creation-claims.ts';
import { PersonStore, personsCollection } from '../src/store/person-store.ts';
import { databasesToTest } from './databases-to-test.ts';
import { createPersonStage } from './person-stage.ts';

const call = signedCallOf();
const collections = [personsCollection.name, 'counters', creationClaimsCollection.name, blockingFillsCollection.name];
const forenames = ['Ann', 'Bea', 'Cleo', 'Dora', 'Eve', 'Fay'] as const;

describe.each(databasesToTest)('findPersons over $name', ({ skipped, open }) => {
  /** Six Quills, each a year older than the one before, the last one without a birth date, and one Vane. */
  const openStage = async () => {
    const { operations, store, standings } = await createPersonStage(await PersonStore.open(await open(collections)));
    const quills = forenames.map((forename, place) => ({
      sourceId: forename,
      forename,
      surname: 'Quill',
      dateOfBirth: forename === 'Fay' ? null : `198${place}-03-10`,
    }));
    const items = [...quills, { sourceId: 'Vane', forename: 'Ann', surname: 'Vane', dateOfBirth: '1980-03-10' }];
    const results = await operations.ingestPersons({ sourceSystem: 'old', items }, call);
    const ids = new Map(results.map(({ sourceId, id }) => [sourceId, id ?? '']));
    const parts = {
      store,
      restrictions: { findStandings: async () => standings },
      now: () => Date.parse('2026-03-10T09:00:00.000Z'),
      cursors: createCursorCodec(new Uint8Array(32).fill(1)),
      findAtAddress: async (address: string) =>
        address === 'N1 7AA, 3 Larkspur Row' ? ['Ann', 'Dora'].map((name) => ids.get(name) ?? '') : [],
    };
    const ask = (asked: FindPersonsArguments, as = call) => findPersons(parts, asked, as);
    const named = async (filter: FindPersonsFilter): Promise<readonly string[]> =>
      (await ask({ filter })).edges.map(({ node }) => `${node.forename} ${node.surname}`);
    /** As a merge marks it. */
    const merge = (merged: string, survivor: string): Promise<unknown> =>
      store.collection.updateOne({ _id: ids.get(merged) ?? '' }, { $set: { mergedInto: { survivorId: ids.get(survivor) ?? '' } } });
    return { ask, named, ids, standings, merge, operations };
  };

  it.skipIf(skipped)('finds by either name, both, the birth date, or all, in order', async () => {
    const { named } = await openStage();
    expect(await named({ surname: 'QUILL' })).toEqual(forenames.map((forename) => `${forename} Quill`));
    expect(await named({ forename: 'ann' })).toEqual(['Ann Quill', 'Ann Vane']);
    expect(await named({ forename: 'Cleo', surname: 'Quill' })).toEqual(['Cleo Quill']);
    expect(await named({ dateOfBirth: '1980-03-10' })).toEqual(['Ann Quill', 'Ann Vane']);
    expect(await named({ surname: 'Vane', dateOfBirth: '1980-03-10' })).toEqual(['Ann Vane']);
    expect(await named({ surname: 'Quillfeather' })).toEqual([]);
  });

  it.skipIf(skipped)('finds who is at an address, with names or without, and says so on record', async () => {
    const { ask, ids } = await openStage();
    const disclosed: unknown[] = [];
    const as = { ...call, disclose: (disclosure: unknown) => void disclosed.push(disclosure) };
    const address = 'N1 7AA, 3 Larkspur Row';
    const idsFoundBy = async (filter: FindPersonsFilter) => (await ask({ filter }, as)).edges.map(({ node }) => node.id);
    const [ann = '', dora = ''] = [ids.get('Ann'), ids.get('Dora')];
    expect(await idsFoundBy({ address })).toEqual([ann, dora]);
    expect(await idsFoundBy({ address, forename: 'Dora' })).toEqual([dora]);
    expect(await idsFoundBy({ address, forename: 'Cleo' })).toEqual([]);
    expect(await idsFoundBy({ address: 'N1 7AA, 4 Larkspur Row' })).toEqual([]);
    expect(disclosed).toEqual([
      { action: 'person.match', personIds: [ann, dora], resourceIds: [ann, dora] },
      { action: 'person.match', personIds: [dora], resourceIds: [dora] },
    ]);
  });

  it.skipIf(skipped)('asks by an address only for whoever may read contact details', async () => {
    const { ask } = await openStage();
    const reader = signedCallOf({ roles: ['person:read'] });
    expect(await failureOf(ask({ filter: { address: 'N1 7AA, 3 Larkspur Row' } }, reader))).toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'C3' },
    });
  });

  it.skipIf(skipped)('goes on behind a cursor, which is good for the same question of the same caller only', async () => {
    const { ask } = await openStage();
    const filter = { surname: 'Quill' };
    const first = await ask({ filter, first: 4 });
    expect(first).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    const second = await ask({ filter, first: 4, after });
    expect(second.edges.map(({ node }) => node.forename)).toEqual(['Eve', 'Fay']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    for (const refused of [ask({ filter: { surname: 'Vane' }, after }), ask({ filter, after }, signedCallOf({ id: 'officer-2' }))])
      expect(await failureOf(refused)).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it.skipIf(skipped)(
    'shows the survivor of merges in place of whom was merged, once, as possible duplicates do (access-model.md W11)',
    async () => {
      const { ask, named, ids, standings, merge, operations } = await openStage();
      await merge('Ann', 'Bea');
      await merge('Bea', 'Vane');
      expect(await named({ surname: 'Quill', forename: 'Bea' })).toEqual(['Ann Vane']);
      expect(await ask({ filter: { forename: 'Ann' } })).toMatchObject({ totalCount: 1, edges: [{ node: { id: ids.get('Vane') } }] });
      const asked = { input: { forename: 'Bea', surname: 'Quill', dateOfBirth: '1981-03-10' }, first: 1 };
      const [best] = await operations.possibleDuplicates(asked, call);
      expect(best).toMatchObject({ person: { id: ids.get('Vane') }, band: 'CERTAIN' });
      // Whichever of them is restricted, contact-details answers so for each id.
      for (const name of ['Ann', 'Bea', 'Vane']) standings.set(ids.get(name) ?? '', 'OUTSIDE');
      expect(await named({ surname: 'Quill', forename: 'Bea' })).toEqual([]);
      expect((await operations.possibleDuplicates(asked, call))[0]?.person.id).not.toBe(ids.get('Vane'));
    },
  );

  it.skipIf(skipped)('answers outside the compartment as if a restricted person were not there (access-model.md section 11)', async () => {
    const { ask, ids, standings } = await openStage();
    const filter = { surname: 'Quill' };
    const cursorOfDora = (await ask({ filter })).edges[3]?.cursor;
    standings.set(ids.get('Bea') ?? '', 'OUTSIDE');
    const found = await ask({ filter, first: 3 });
    expect(found.edges.map(({ node }) => node.forename)).toEqual(['Ann', 'Cleo', 'Dora']);
    expect(found).toMatchObject({ totalCount: 5, pageInfo: { endCursor: cursorOfDora } });
    standings.set(ids.get('Bea') ?? '', 'INSIDE');
    expect(await ask({ filter })).toMatchObject({ totalCount: 6 });
  });
});

describe('findPersons (domain-write.md 2.3)', () => {
  const parts = async () => ({
    store: (await createPersonStage()).store,
    restrictions: { findStandings: () => Promise.reject(new Error('Nobody answers.')) },
    now: () => Date.parse('2026-03-10T09:00:00.000Z'),
    cursors: createCursorCodec(new Uint8Array(32)),
    findAtAddress: () => Promise.reject(new Error('Nobody answers.')),
  });

  it.each([
    [{}, 'filter', 'REQUIRED'],
    [{ forename: ' ', surname: '--' }, 'filter', 'REQUIRED'],
    [{ dateOfBirth: '1980-02-31' }, 'filter.dateOfBirth', 'W9'],
    [{ surname: '<b>' }, 'filter.surname', 'W42'],
  ])('refuses %j', async (filter, path, code) => {
    const error = await failureOf(findPersons(await parts(), { filter }, call));
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', details: { problems: [{ path, code }] } });
    expect(JSON.stringify(error)).not.toMatch(/1980/u);
  });

  it('answers nobody when it cannot be known who is restricted', async () => {
    expect(await failureOf(findPersons(await parts(), { filter: { surname: 'Quill' } }, call))).toMatchObject({
      message: 'Nobody answers.',
    });
  });
});
