import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { IngestPersonInput } from '../src/__generated__/schema-types.ts';
import { createPersonStage } from './person-stage.ts';

const importer = signedCallOf({ id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:persons'] });
const ann: IngestPersonInput = { sourceId: '1', forename: 'Ann', surname: 'Lovelace' };

const stage = async () => {
  const parts = await createPersonStage();
  const ingest = (...items: readonly IngestPersonInput[]) =>
    parts.operations.ingestPersons({ sourceSystem: 'register', items: [...items] }, importer);
  const outcomes = async (...items: readonly IngestPersonInput[]) => (await ingest(...items)).map(({ outcome }) => outcome);
  const find = async (id: string | null | undefined) => (await parts.store.findPersons([id ?? '']))[0];
  return { ...parts, ingest, outcomes, find };
};

describe('ingestPersons (access-model.md W5b; design.md, origin MIGRATED)', () => {
  it('creates a person that may lack title, birth date, reason and one name', async () => {
    const { ingest, find, events } = await stage();
    const [created] = await ingest({ sourceId: '1', surname: ' Lovelace ' });
    expect(created).toMatchObject({ sourceId: '1', outcome: 'CREATED', problems: [] });
    expect(await find(created?.id)).toMatchObject({
      surname: 'Lovelace',
      forename: null,
      version: 0,
      origin: 'MIGRATED',
      personTypes: ['TENANT'],
    });
    expect(await events()).toMatchObject([{ type: 'PersonCreated', entityId: created?.id, correlationId: 'correlation-1' }]);
  });

  it('of the same item changes nothing', async () => {
    const { ingest, events, find } = await stage();
    const [created] = await ingest(ann);
    expect(await ingest(ann)).toEqual([{ sourceId: '1', outcome: 'UNCHANGED', id: created?.id, problems: [] }]);
    expect((await events()).length).toBe(1);
    expect(await find(created?.id)).toMatchObject({ version: 0 });
  });

  it('of a restricted person is rejected from outside', async () => {
    const { ingest, find, standings } = await stage();
    const [created] = await ingest(ann);
    standings.set(created?.id ?? '', 'OUTSIDE');
    expect(await ingest({ ...ann, surname: 'Byron' }, { ...ann, sourceId: '2' })).toMatchObject([
      { outcome: 'REJECTED', id: null, problems: [{ path: 'input.items.0.sourceId', code: 'FORBIDDEN' }] },
      { outcome: 'CREATED' },
    ]);
    expect(await find(created?.id)).toMatchObject({ surname: 'Lovelace' });
  });

  it('of a changed item changes what the source changed', async () => {
    const { ingest, find, events } = await stage();
    const [created] = await ingest(ann);
    expect(await ingest({ ...ann, surname: 'Byron', dateOfBirth: '1980-12-10' })).toEqual([
      { sourceId: '1', outcome: 'UPDATED', id: created?.id, problems: [] },
    ]);
    expect(await find(created?.id)).toMatchObject({ surname: 'Byron', dateOfBirth: '1980-12-10', forename: 'Ann', version: 1 });
    expect(await events()).toMatchObject([{ version: 0 }, { type: 'PersonAmended', version: 1 }]);
  });

  it("keeps an officer's edits where the source did not change", async () => {
    const { ingest, operations, find, outcomes } = await stage();
    const [created] = await ingest(ann);
    const id = created?.id ?? '';
    await operations.amendPerson({ id, expectedVersion: 0, surname: 'Byron', title: 'MS' }, signedCallOf());
    expect(await outcomes(ann)).toEqual(['UNCHANGED']);
    expect(await outcomes({ ...ann, forename: 'Anna' })).toEqual(['UPDATED']);
    expect(await find(id)).toMatchObject({ forename: 'Anna', surname: 'Byron', title: 'MS', version: 2 });
  });

  it("keeps an officer's later edits after the source came to say what an officer had said before", async () => {
    const { ingest, operations, find, outcomes, events } = await stage();
    const [created] = await ingest(ann);
    const id = created?.id ?? '';
    await operations.amendPerson({ id, expectedVersion: 0, surname: 'Byron' }, signedCallOf());
    expect(await outcomes({ ...ann, surname: 'Byron' })).toEqual(['UNCHANGED']);
    await operations.amendPerson({ id, expectedVersion: 1, surname: 'King' }, signedCallOf());
    expect(await outcomes({ ...ann, surname: 'Byron' })).toEqual(['UNCHANGED']);
    expect(await find(id)).toMatchObject({ surname: 'King', version: 2 });
    expect((await events()).map(({ version }) => version)).toEqual([0, 1, 2]);
  });

  it('tells the same id of another system apart', async () => {
    const { ingest, operations, count } = await stage();
    await ingest(ann);
    await operations.ingestPersons({ sourceSystem: 'other', items: [ann] }, importer);
    expect(await count()).toBe(2);
  });

  it('rejects single items with all their problems, in the order of the items, and takes the others', async () => {
    const { ingest, count } = await stage();
    const results = await ingest(
      { sourceId: '1', forename: ' ', dateOfBirth: '2030-01-01' },
      { sourceId: '2', forename: 'Bob' },
      { sourceId: '', forename: 'Cy<b' },
      { sourceId: '2', forename: 'Bob' },
    );
    expect(results).toMatchObject([
      {
        sourceId: '1',
        outcome: 'REJECTED',
        id: null,
        problems: [
          { path: 'input.items.0.dateOfBirth', code: 'W10' },
          { path: 'input.items.0.surname', code: 'REQUIRED', message: 'Expected at least one of forename and surname.' },
        ],
      },
      { sourceId: '2', outcome: 'CREATED' },
      {
        outcome: 'REJECTED',
        problems: [
          { path: 'input.items.2.forename', code: 'W42' },
          { path: 'input.items.2.sourceId', code: 'INVALID_FORMAT' },
        ],
      },
      {
        sourceId: '2',
        outcome: 'REJECTED',
        problems: [{ path: 'input.items.3.sourceId', code: 'DUPLICATE_ITEM', message: 'Expected each id once in a batch.' }],
      },
    ]);
    expect(await count()).toBe(1);
  });

  it('takes 1,000 items and refuses 1,001 as a whole', async () => {
    const { ingest, count } = await stage();
    const items = Array.from({ length: 1_001 }, (_, index) => ({ ...ann, sourceId: String(index) }));
    expect(await failureOf(ingest(...items))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.items', code: 'TOO_MANY' }] },
    });
    expect(await count()).toBe(0);
    expect(await ingest(...items.slice(1))).toHaveLength(1_000);
    expect(await count()).toBe(1_000);
  });

  it('takes an empty batch', async () => {
    const { ingest } = await stage();
    expect(await ingest()).toEqual([]);
  });

  it('of the same items many times at once makes each person once', async () => {
    const { ingest, count, events } = await stage();
    const items = Array.from({ length: 50 }, (_, index) => ({ ...ann, sourceId: String(index) }));
    const batches = await Promise.all([ingest(...items), ingest(...items.toReversed()), ingest(...items)]);
    expect([await count(), (await events()).length]).toEqual([50, 50]);
    const idsOf = (sourceId: string) => batches.map((results) => results.find((result) => result.sourceId === sourceId)?.id);
    for (const { sourceId } of items) expect(new Set(idsOf(sourceId)).size).toBe(1);
    const outcomes = batches.flat().map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'CREATED')).toHaveLength(50);
    expect(outcomes.filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(100);
  });

  it('of other facts at the same time loses none of the changes', async () => {
    const { ingest, find } = await stage();
    const [created] = await ingest(ann);
    await Promise.all([ingest({ ...ann, placeOfBirth: 'Leeds' }), ingest({ ...ann, surname: 'Byron' })]);
    expect(await find(created?.id)).toMatchObject({ version: expect.any(Number) });
    expect(await ingest({ ...ann, surname: 'King', placeOfBirth: 'York' })).toMatchObject([{ outcome: 'UPDATED' }]);
    expect(await find(created?.id)).toMatchObject({ surname: 'King', placeOfBirth: 'York' });
  });

  const id = '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02';
  const other = '0b1f8a8e-6f0c-4f43-9d0c-6c0f4f6a1d11';
  const isTaken = { path: 'input.items.0.id', code: 'DUPLICATE_ITEM', message: 'Expected an id that no other person has.' };

  it('gives a new person the id of the item, in small letters', async () => {
    const { ingest, find, events } = await stage();
    expect(await ingest({ ...ann, id: id.toUpperCase() })).toEqual([{ sourceId: '1', outcome: 'CREATED', id, problems: [] }]);
    expect(await find(id)).toMatchObject({ forename: 'Ann', version: 0 });
    expect(await events()).toMatchObject([{ type: 'PersonCreated', entityId: id }]);
  });

  it.each([
    ['the same id', { id }],
    ['none', {}],
    ['null', { id: null }],
  ])('of a known person with %s changes nothing', async (_title, change) => {
    const { ingest, outcomes } = await stage();
    await ingest({ ...ann, id });
    expect(await outcomes({ ...ann, ...change })).toEqual(['UNCHANGED']);
    expect(await ingest({ ...ann, ...change, surname: 'Byron' })).toMatchObject([{ outcome: 'UPDATED', id }]);
  });

  it('of a known person with another id is rejected, changes and all', async () => {
    const { ingest, find, count } = await stage();
    await ingest({ ...ann, id });
    expect(await ingest({ ...ann, id: other, surname: 'Byron' })).toEqual([
      {
        sourceId: '1',
        outcome: 'REJECTED',
        id: null,
        problems: [
          {
            path: 'input.items.0.id',
            code: 'CONTRADICTION',
            message: 'Expected the id that the person of this source id has, or none.',
          },
        ],
      },
    ]);
    expect([await count(), await find(id)]).toMatchObject([1, { surname: 'Lovelace', version: 0 }]);
  });

  it('with the id of another person is rejected, be it of this system or of another (domain-write.md 2.3)', async () => {
    const { ingest, operations, count } = await stage();
    await operations.ingestPersons({ sourceSystem: 'other', items: [{ ...ann, id }] }, importer);
    const [recorded] = await ingest({ sourceId: '7', forename: 'Bob' });
    for (const taken of [id, recorded?.id ?? '']) {
      expect(await ingest({ ...ann, id: taken }, { sourceId: '2', forename: 'Cy' })).toMatchObject([
        { sourceId: '1', outcome: 'REJECTED', id: null, problems: [isTaken] },
        { sourceId: '2', problems: [] },
      ]);
    }
    expect(await count()).toBe(3);
  });

  it.each(['', ' ', 'p-1', `${id} `, id.replaceAll('-', ''), `{${id}}`])('with the id %j is rejected', async (malformed) => {
    const { ingest, count } = await stage();
    expect(await ingest({ ...ann, id: malformed })).toMatchObject([
      {
        outcome: 'REJECTED',
        id: null,
        problems: [{ path: 'input.items.0.id', code: 'INVALID_FORMAT', message: 'Expected a UUID, or no id to have one made.' }],
      },
    ]);
    expect(await count()).toBe(0);
  });

  it('takes an id once in a batch', async () => {
    const { ingest } = await stage();
    expect(await ingest({ ...ann, id }, { ...ann, sourceId: '2', id: id.toUpperCase() })).toMatchObject([
      { outcome: 'CREATED', id },
      {
        outcome: 'REJECTED',
        problems: [{ path: 'input.items.1.id', code: 'DUPLICATE_ITEM', message: 'Expected each id once in a batch.' }],
      },
    ]);
  });

  it('of one id under many source ids at once makes one person', async () => {
    const { ingest, count } = await stage();
    const results = await Promise.all(Array.from({ length: 10 }, (_, index) => ingest({ ...ann, sourceId: String(index), id })));
    const outcomes = results.flat().map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['CREATED', ...Array.from({ length: 9 }, () => 'REJECTED')]);
    expect(await count()).toBe(1);
  });

  it('of one id under the same source id at once makes one person and rejects none', async () => {
    const { ingest, count } = await stage();
    const results = await Promise.all(Array.from({ length: 10 }, () => ingest({ ...ann, id })));
    expect(results.flat().filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1);
    expect(results.flat().every((result) => result.id === id)).toBe(true);
    expect(await count()).toBe(1);
  });
});
