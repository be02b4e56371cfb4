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
});
