import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { IngestEqualityInformationItemInput } from '../src/__generated__/schema-types.ts';
import { createEqualityStage } from './equality-stage.ts';

const importer = signedCallOf({ id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:equality-information'] });
const itemOf = (sourceId: string, change: Partial<IngestEqualityInformationItemInput> = {}): IngestEqualityInformationItemInput => ({
  sourceId,
  targetId: `p${sourceId}`,
  answers: { ageGroup: 'eightyFiveAndPlus' },
  ...change,
});

const stage = async () => {
  const parts = await createEqualityStage();
  const ingest = (...items: readonly IngestEqualityInformationItemInput[]) =>
    parts.operations.ingestEqualityInformation({ sourceSystem: 'register', items: [...items] }, importer);
  const outcomes = async (...items: readonly IngestEqualityInformationItemInput[]) =>
    (await ingest(...items)).map(({ outcome }) => outcome);
  return { ...parts, ingest, outcomes };
};

describe('ingestEqualityInformation (access-model.md W5b)', () => {
  it('creates, leaves and updates records, each change with one event', async () => {
    const { outcomes, store, events } = await stage();
    expect(await outcomes(itemOf('1'), itemOf('2'))).toEqual(['CREATED', 'CREATED']);
    expect(await outcomes(itemOf('1'), itemOf('2', { answers: { disabled: 'YES' } }))).toEqual(['UNCHANGED', 'UPDATED']);
    expect(await store.findByTarget(['p2'])).toMatchObject([{ information: { version: 1, disabled: 'YES', ageGroup: null } }]);
    expect((await events()).map(({ type, targetId }) => [type, targetId])).toEqual([
      ['EqualityInformationRecorded', 'p1'],
      ['EqualityInformationRecorded', 'p2'],
      ['EqualityInformationAmended', 'p2'],
    ]);
  });

  it('takes aliases of the code tables in any case, which other writes refuse (5.4)', async () => {
    const { ingest, operations, store } = await stage();
    const answers = {
      ageGroup: 'eightyFiveandPlus',
      languages: [{ language: 'english', isPrimary: true }],
      armedForces: 'aServingMemberOfTheArmedForces',
    };
    expect(await ingest(itemOf('1', { answers }))).toMatchObject([{ outcome: 'CREATED' }]);
    expect(await store.findByTarget(['p1'])).toMatchObject([
      {
        information: {
          ageGroup: 'eightyFiveAndPlus',
          languages: [{ language: 'en', isPrimary: true }],
          armedForces: 'servingMemberOfTheArmedForces',
        },
      },
    ]);
    const recorded = operations.recordEqualityInformation({ targetId: 'p2', answers }, signedCallOf());
    expect(await failureOf(recorded)).toMatchObject({ details: { problems: [{}, {}, {}] } });
  });

  it('carries over what the source changed and leaves what was changed here, with its source (decision 11)', async () => {
    const { outcomes, operations, store } = await stage();
    const sent = { ageGroup: 'eightyFiveAndPlus', disabled: 'NO', armedForces: 'no' } as const;
    await outcomes(itemOf('1', { answers: sent, source: 'OBSERVED' }));
    const [before] = await store.findByTarget(['p1']);
    const id = before?.information.id ?? '';
    await operations.amendEqualityInformation({ id, expectedVersion: 0, answers: { disabled: 'YES' } }, signedCallOf());
    expect(await outcomes(itemOf('1', { answers: { ...sent, armedForces: null }, source: 'OBSERVED' }))).toEqual(['UPDATED']);
    const [after] = await store.findByTarget(['p1']);
    expect(after?.information).toMatchObject({ ageGroup: 'eightyFiveAndPlus', disabled: 'YES', armedForces: null, version: 2 });
    expect(after?.information.sources.map(({ answer, source }) => [answer, source])).toEqual([
      ['ageGroup', 'OBSERVED'],
      ['disabled', 'SELF'],
    ]);
  });

  it('finds a person whom no id names by the source that brought the person in', async () => {
    const { ingest, store } = await stage();
    const unnamed = (sourceId: string) => itemOf(sourceId, { targetId: null });
    expect(await ingest(unnamed('1'), unnamed('stranger'), itemOf('2'))).toMatchObject([
      { outcome: 'CREATED' },
      {
        outcome: 'REJECTED',
        problems: [{ path: 'input.items.1.sourceId', code: 'NOT_FOUND', message: 'Expected the id of a person of this source system.' }],
      },
      { outcome: 'CREATED' },
    ]);
    expect(await ingest(unnamed('1'), itemOf('2'))).toMatchObject([{ outcome: 'UNCHANGED' }, { outcome: 'UNCHANGED' }]);
    expect(await store.findByTarget(['p1'])).toHaveLength(1);
  });

  it('writes nothing on a restricted person from outside', async () => {
    const { ingest, operations, standings, count } = await stage();
    standings.set('p1', 'OUTSIDE');
    expect(await ingest(itemOf('1'))).toMatchObject([
      { outcome: 'REJECTED', problems: [{ path: 'input.items.0.targetId', code: 'FORBIDDEN' }] },
    ]);
    const recorded = operations.recordEqualityInformation({ targetId: 'p1', answers: { disabled: 'NO' } }, signedCallOf());
    expect(await failureOf(recorded)).toMatchObject({ code: 'FORBIDDEN', message: 'Not allowed.', details: { ruleId: 'S4' } });
    expect(await count()).toBe(0);
  });

  it('rejects an item whose person has a record of another origin, without its id, and leaves that record alone', async () => {
    const { ingest, operations } = await stage();
    await operations.recordEqualityInformation({ targetId: 'p1', answers: { disabled: 'NO' } }, signedCallOf());
    expect(await ingest(itemOf('1'))).toEqual([
      {
        sourceId: '1',
        outcome: 'REJECTED',
        id: null,
        problems: [
          {
            path: 'targetId',
            code: 'DUPLICATE_VALUE',
            message: 'Expected a person without equality answers, or the same source record as before.',
          },
        ],
      },
    ]);
  });

  it('rejects single items with all their problems, in the order of the items', async () => {
    const { ingest, count } = await stage();
    expect(
      await ingest(itemOf('1', { targetId: 'nobody', answers: {} }), itemOf('2'), itemOf('2', { targetId: 'p3' }), itemOf('')),
    ).toMatchObject([
      {
        outcome: 'REJECTED',
        id: null,
        problems: [
          { path: 'input.items.0.answers', code: 'REQUIRED' },
          { path: 'input.items.0.targetId', code: 'NOT_FOUND', message: 'Expected the id of a person that exists.' },
        ],
      },
      { outcome: 'CREATED' },
      { outcome: 'REJECTED', problems: [{ path: 'input.items.2.sourceId', code: 'DUPLICATE_ITEM' }] },
      { outcome: 'REJECTED', problems: [{ path: 'input.items.3.sourceId', code: 'INVALID_FORMAT' }] },
    ]);
    expect(await count()).toBe(1);
  });

  it('of the same items at once makes each record once', async () => {
    const { ingest, count, events } = await stage();
    const items = Array.from({ length: 20 }, (_, index) => itemOf(String(index)));
    const batches = await Promise.all([ingest(...items), ingest(...items.toReversed())]);
    expect(batches.flat().filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(20);
    expect([await count(), (await events()).length]).toEqual([20, 20]);
  });

  it('refuses 1,001 items as a whole, and writes nothing while it cannot be known who exists', async () => {
    const { ingest, losePersons, count } = await stage();
    const items = Array.from({ length: 1_001 }, (_, index) => itemOf(String(index)));
    expect(await failureOf(ingest(...items))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.items', code: 'TOO_MANY' }] },
    });
    losePersons();
    expect(await failureOf(ingest(itemOf('1')))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await count()).toBe(0);
  });
});
