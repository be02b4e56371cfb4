import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { databasesToTest } from './databases-to-test.ts';
import { type Asker, createLinkStage, type LinkStage } from './link-stage.ts';

const housing: Asker = {};
const socialCare: Asker = { actingArea: 'social-care' };
const data = { tenancySupport: { level: 'LOW' } };

const record = (stage: LinkStage, input: { readonly data?: unknown; readonly expectedVersion?: number | null }, asker: Asker = housing) =>
  stage.operations.recordExtendedData({ personId: stage.personId, data, ...input }, signedCallOf(asker));

const readBy = async (stage: LinkStage, asker: Asker): Promise<unknown> => {
  const found = await stage.loadersOf(asker).extendedDataByPerson.load(stage.personId);
  return found === null ? null : JSON.parse(found.json);
};

describe('recordExtendedData', () => {
  it('replaces what the area held, by version', async () => {
    const stage = await createLinkStage();
    expect(await record(stage, {})).toMatchObject({ area: 'housing', version: 0, schemaVersion: 1 });
    stage.pass(1_000);
    expect(await record(stage, { data: { note: 'Rings twice.' }, expectedVersion: 0 })).toMatchObject({
      version: 1,
      createdAt: '2026-03-10T09:00:00.000Z',
      lastModifiedAt: '2026-03-10T09:00:01.000Z',
    });
    expect(await readBy(stage, housing)).toEqual({ note: 'Rings twice.' });
  });

  it('of the same data makes no new version', async () => {
    const stage = await createLinkStage();
    const first = await record(stage, { data: { bedroomNeed: 2, note: 'a' } });
    stage.pass(1_000);
    expect(await record(stage, { data: { note: 'a', bedroomNeed: 2 }, expectedVersion: 0 })).toEqual(first);
  });

  it('of another version is VERSION_CONFLICT, told apart from nothing and something', async () => {
    const stage = await createLinkStage();
    expect(await failureOf(record(stage, { expectedVersion: 0 }))).toMatchObject({
      code: 'VERSION_CONFLICT',
      message: 'The area holds nothing yet. Leave `expectedVersion` out to record the first data.',
      details: { expectedVersion: 0, currentVersion: null },
    });
    await record(stage, {});
    expect(await failureOf(record(stage, {}))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: null, currentVersion: 0 },
    });
    expect(await failureOf(record(stage, { expectedVersion: 3 }))).toMatchObject({ details: { expectedVersion: 3, currentVersion: 0 } });
  });

  it('at the same time is done once, first and later', async () => {
    const stage = await createLinkStage();
    for (const expectedVersion of [null, 0]) {
      const outcomes = await Promise.allSettled(
        [1, 2, 3, 4].map((bedroomNeed) => record(stage, { data: { bedroomNeed: bedroomNeed + (expectedVersion ?? 10) }, expectedVersion })),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'VERSION_CONFLICT' });
    }
  });

  it('counts nothing of another area: neither its version nor its data', async () => {
    const stage = await createLinkStage();
    await record(stage, {});
    expect(await record(stage, { data: { keyWorker: 'Invented Person' } }, socialCare)).toMatchObject({ version: 0 });
    expect([await readBy(stage, housing), await readBy(stage, socialCare)]).toEqual([data, { keyWorker: 'Invented Person' }]);
  });

  it.each<[string, Asker, unknown]>([
    ['of an area without a schema', { actingArea: 'benefits' }, data],
    ['in the schema of another area', socialCare, data],
    ['that is no object', housing, 'text'],
  ])('%s is BAD_USER_INPUT', async (_title, asker, sent) => {
    const stage = await createLinkStage();
    expect(await failureOf(record(stage, { data: sent }, asker))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.data', code: 'INVALID_VALUE' }] },
    });
  });

  it('of nobody is NOT_FOUND', async () => {
    const stage = { ...(await createLinkStage()), personId: 'nobody' };
    expect(await failureOf(record(stage, {}))).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such person.' });
  });

  it('of a restricted person is FORBIDDEN S4 outside, whatever is sent, and done inside', async () => {
    const stage = await createLinkStage();
    stage.standings.set(stage.personId, 'OUTSIDE');
    for (const input of [{}, { data: 'text' }, { expectedVersion: 7 }])
      expect(await failureOf(record(stage, input))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'S4' } });
    stage.standings.set(stage.personId, 'INSIDE');
    expect(await record(stage, {})).toMatchObject({ version: 0 });
  });
});

describe('Person.extendedData', () => {
  it.each<[string, Asker, boolean]>([
    ['an officer of the area', housing, true],
    ['a steward of the area', { kind: 'steward', roles: ['person:read', 'steward'] }, true],
    ['a service of the area', { kind: 'service', roles: ['person:read'] }, true],
    ['an officer of another area', socialCare, false],
    ['an officer without person:read', { roles: ['contact:read'] }, false],
    ['somebody without an area', { actingArea: null }, false],
    ['support', { kind: 'support', actingArea: null, roles: ['support'], purpose: 'SUPPORT_DIAGNOSTIC' }, false],
    ['governance', { kind: 'governance', actingArea: null, roles: ['governance'], purpose: 'DATA_QUALITY' }, false],
    ['an analyst', { kind: 'analyst', actingArea: null, roles: ['analyst'], purpose: 'STATISTICS' }, false],
  ])('shows what the area holds and puts the look on record: %s, %#', async (_title, asker, isShown) => {
    const stage = await createLinkStage();
    await record(stage, {});
    const { personId } = stage;
    expect(await readBy(stage, asker)).toEqual(isShown ? data : null);
    const look = { action: 'extended-data.read', personIds: [personId], resourceIds: [`${personId}:housing`] };
    expect(stage.disclosed).toEqual(isShown ? [look] : []);
  });

  it('never shows it to the resident, also behind a service of the area', async () => {
    const stage = await createLinkStage();
    await record(stage, {});
    const { personId } = stage;
    const resident = { kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId } as const;
    expect(await readBy(stage, resident)).toBeNull();
    const behind = { ...signedCallOf().subject, ...resident };
    expect(await readBy(stage, { kind: 'service', roles: ['person:read'], onBehalfOf: behind })).toBeNull();
    expect(stage.disclosed).toEqual([]);
  });

  it('of a restricted person is absent outside the compartment and there inside', async () => {
    const stage = await createLinkStage();
    await record(stage, {});
    stage.standings.set(stage.personId, 'OUTSIDE');
    expect([await readBy(stage, housing), stage.disclosed]).toEqual([null, []]);
    stage.standings.set(stage.personId, 'INSIDE');
    expect(await readBy(stage, housing)).toEqual(data);
  });
});

describe.each(databasesToTest)('cross-references and extended data on a store: $name', ({ skipped, open }) => {
  it.skipIf(skipped !== false)('come back as they were written, and a lost race writes nothing', async () => {
    const stage = await createLinkStage(await open(['crossReferences', 'extendedData']));
    const { personId, crossReferences, extendedData } = stage;
    const note = { note: 'Text with $where and a.dot, "quoted".' };
    const first = await record(stage, { data: note });
    expect(await extendedData.findOfArea('housing', [personId, 'nobody'])).toEqual([first]);
    expect(await extendedData.findOfArea('social-care', [personId])).toEqual([]);
    expect(await extendedData.save(first)).toBe(false);
    expect(await extendedData.save({ ...first, version: 2 })).toBe(false);
    expect(await extendedData.save({ ...first, version: 1 })).toBe(true);
    const by = { subjectId: 'officer-1', area: 'housing' };
    const reference = { personId, system: 'TENURE', reference: 'T-1', linkedAt: '2026-03-10T09:00:00.000Z', by, version: 0 };
    const earlier = [{ reference: 'T-1', linkedAt: reference.linkedAt, by }];
    expect(await crossReferences.save({ ...reference, earlier: [] })).toBe(true);
    expect(await crossReferences.save({ ...reference, earlier: [] })).toBe(false);
    expect(await crossReferences.save({ ...reference, version: 2, earlier })).toBe(false);
    expect(await crossReferences.save({ ...reference, version: 1, earlier })).toBe(true);
    expect(await crossReferences.findRecord(reference)).toEqual({ ...reference, version: 1, earlier });
    expect(await crossReferences.findByPersons([personId, 'nobody'])).toEqual([{ ...reference, version: 1 }]);
  });
});
