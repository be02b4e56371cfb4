import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { IngestContactDetailInput } from '../src/__generated__/schema-types.ts';
import { createContactStage } from './contact-stage.ts';

const importer = signedCallOf({ id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:contact-details'] });
const steward = signedCallOf({ id: 'steward-1', kind: 'steward', roles: ['steward'] });

const itemOf = (sourceId: string, change: Partial<IngestContactDetailInput> = {}): IngestContactDetailInput => ({
  sourceId,
  area: 'housing',
  targetId: 'p1',
  contactType: 'PHONE',
  subType: 'MOBILE',
  value: '020 7946 0001',
  isDefault: false,
  isActive: true,
  ...change,
});

const stage = async () => {
  const parts = await createContactStage();
  const ingest = (items: readonly IngestContactDetailInput[], call = importer) =>
    parts.operations.ingestContactDetails({ sourceSystem: 'register', items: [...items] }, call);
  const outcomes = async (...items: readonly IngestContactDetailInput[]) => (await ingest(items)).map(({ outcome }) => outcome);
  return { ...parts, ingest, outcomes };
};

describe('ingestContactDetails (access-model.md W5b)', () => {
  it('creates rows in the books of the areas that the items name, each with an event', async () => {
    const { ingest, books, events } = await stage();
    const results = await ingest([
      itemOf('1', { createdAt: '2001-01-01T00:00:00.000Z' }),
      itemOf('2', { area: 'repairs' }),
      itemOf('3', { value: '020 7946 0002' }),
      itemOf('4', { targetId: 'p2', isActive: false }),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
    const all = await books();
    expect(all.map(({ targetId, area, details }) => `${targetId} ${area ?? ''} ${details.length}`).toSorted()).toEqual([
      'p1 housing 2',
      'p1 repairs 1',
      'p2 housing 1',
    ]);
    expect(
      all
        .flatMap(({ details }) => details)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(results.map(({ id }) => String(id)).toSorted((a, b) => (a < b ? -1 : 1)));
    expect(all.find(({ area, targetId }) => area === 'housing' && targetId === 'p1')?.details[0]).toMatchObject({
      origin: 'MIGRATED',
      createdAt: '2001-01-01T00:00:00.000Z',
    });
    expect(await events()).toHaveLength(4);
  });

  it('of a person who was merged away are for the survivor, but for rows that were brought in before: those stay where they are', async () => {
    const { outcomes, books, groups } = await stage();
    await outcomes(itemOf('1', { targetId: 'p2' }));
    groups.join('p1', 'p2');
    expect(await outcomes(itemOf('1', { targetId: 'p2' }), itemOf('2', { targetId: 'p2', value: '020 7946 0002' }))).toEqual([
      'UNCHANGED',
      'CREATED',
    ]);
    expect((await books()).map(({ targetId, details }) => `${targetId} ${details.length}`).toSorted()).toEqual(['p1 1', 'p2 1']);
  });

  it('of the same items changes nothing, of changed ones replaces their rows', async () => {
    const { ingest, outcomes, books, events } = await stage();
    await ingest([itemOf('1'), itemOf('2', { value: '020 7946 0002' })]);
    expect(await outcomes(itemOf('1'), itemOf('2', { value: '020 7946 0003' }))).toEqual(['UNCHANGED', 'UPDATED']);
    expect((await books())[0]?.details.map(({ value, isActive }) => [value, isActive])).toEqual([
      ['+442079460001', true],
      ['+442079460002', false],
      ['+442079460003', true],
    ]);
    expect((await events()).map(({ type }) => type)).toEqual([
      'ContactDetailRecorded',
      'ContactDetailRecorded',
      'ContactDetailRetired',
      'ContactDetailRecorded',
    ]);
    expect(await outcomes(itemOf('1'), itemOf('2', { value: '020 7946 0003' }))).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(await events()).toHaveLength(4);
  });

  it('leaves retired what an officer retired', async () => {
    const { ingest, operations, outcomes, books } = await stage();
    const [created] = await ingest([itemOf('1')]);
    await operations.retireContactDetail({ id: created?.id ?? '' }, signedCallOf());
    expect(await outcomes(itemOf('1'))).toEqual(['UNCHANGED']);
    expect((await books())[0]?.details).toMatchObject([{ isActive: false }]);
  });

  it('rejects single items with all their problems, in the order of the items', async () => {
    const { ingest, books } = await stage();
    const results = await ingest([
      itemOf('1', { targetId: 'nobody', area: 'canary-area', value: 'canary' }),
      itemOf('2'),
      itemOf('', { area: null }),
      itemOf('2', { value: '020 7946 0002' }),
      itemOf('5'),
    ]);
    expect(results).toMatchObject([
      {
        outcome: 'REJECTED',
        id: null,
        problems: [
          { path: 'input.items.0.targetId', code: 'NOT_FOUND', message: 'Expected the id of a person that exists.' },
          { path: 'input.items.0.area', code: 'UNKNOWN_CODE', message: 'Expected a known service area.' },
          { path: 'input.items.0.value', code: 'W41' },
        ],
      },
      { outcome: 'CREATED' },
      {
        outcome: 'REJECTED',
        problems: [
          { path: 'input.items.2.sourceId', code: 'INVALID_FORMAT' },
          { path: 'input.items.2.area', code: 'REQUIRED', message: 'Expected a service area; only a steward may leave it out.' },
        ],
      },
      { outcome: 'REJECTED', problems: [{ path: 'input.items.3.sourceId', code: 'DUPLICATE_ITEM' }] },
      { outcome: 'REJECTED', problems: [{ path: 'input.items.4', code: 'DUPLICATE_VALUE' }] },
    ]);
    expect(JSON.stringify(results)).not.toContain('canary');
    expect((await books()).flatMap(({ details }) => details)).toHaveLength(1);
  });

  it('rejects the sixth active phone of a book and takes its historic ones', async () => {
    const { ingest } = await stage();
    const phones = Array.from({ length: 7 }, (_, index) => itemOf(String(index), { value: `020 7946 000${index}`, isActive: index !== 0 }));
    const results = await ingest(phones);
    expect(results.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 6 }, () => 'CREATED'), 'REJECTED']);
    expect(results[6]?.problems).toMatchObject([{ path: 'input.items.6', code: 'LIMIT_REACHED' }]);
  });

  it('lets a steward import for the own area or without one, and for no other', async () => {
    const { ingest, books } = await stage();
    const results = await ingest([itemOf('1'), itemOf('2', { area: null }), itemOf('3', { area: 'repairs' })], steward);
    expect(results).toMatchObject([
      { outcome: 'CREATED' },
      { outcome: 'CREATED' },
      {
        outcome: 'REJECTED',
        problems: [{ path: 'input.items.2.area', code: 'INVALID_VALUE', message: 'Expected the own service area, or none.' }],
      },
    ]);
    expect((await books()).map(({ area }) => area)).toEqual(expect.arrayContaining(['housing', null]));
  });

  it('takes a migrated address without postcode and UPRN', async () => {
    const { outcomes } = await stage();
    const address = { line1: '1 Hill Street', isOverseas: false };
    expect(await outcomes(itemOf('1', { contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', value: null, address }))).toEqual([
      'CREATED',
    ]);
  });

  it('takes an empty phone value, however often, and sub-types of the area that the item names', async () => {
    const { outcomes, books } = await stage();
    const respite = {
      contactType: 'ADDRESS',
      subType: 'RESPITE_ADDRESS',
      value: null,
      address: { line1: '1 Hill Street', isOverseas: false },
    } as const;
    expect(await outcomes(itemOf('1', { value: '' }), itemOf('2', { value: null }))).toEqual(['CREATED', 'CREATED']);
    expect(await outcomes(itemOf('3', { ...respite, area: 'social-care' }), itemOf('4', respite))).toEqual(['CREATED', 'REJECTED']);
    const all = (await books()).flatMap(({ details }) => details);
    expect(all.map(({ value }) => value).toSorted()).toEqual(['', '', '1 Hill Street']);
    expect(all.map(({ team }) => team)).toEqual([null, null, null]);
  });

  it('writes nothing while it cannot be known who exists', async () => {
    const { ingest, losePersons, books } = await stage();
    losePersons();
    expect(await failureOf(ingest([itemOf('1')]))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await books()).toEqual([]);
  });

  it('refuses 1,001 items as a whole', async () => {
    const { ingest } = await stage();
    const items = Array.from({ length: 1_001 }, (_, index) => itemOf(String(index)));
    expect(await failureOf(ingest(items))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.items', code: 'TOO_MANY' }] },
    });
  });

  it('of the same items many times at once makes each row once, and tells each batch what it did', async () => {
    const { ingest, books, events } = await stage();
    const items = Array.from({ length: 40 }, (_, index) =>
      itemOf(String(index), { targetId: `p${index % 10}`, value: `020 7946 00${String(index).padStart(2, '0')}` }),
    );
    const batches = await Promise.all([ingest(items), ingest(items.toReversed()), ingest(items)]);
    expect((await books()).flatMap(({ details }) => details)).toHaveLength(40);
    expect(await events()).toHaveLength(40);
    const outcomes = batches.flat().map(({ outcome }) => outcome);
    expect([
      outcomes.filter((outcome) => outcome === 'CREATED').length,
      outcomes.filter((outcome) => outcome === 'UNCHANGED').length,
    ]).toEqual([40, 80]);
  });

  it('beside officers who write the same book loses neither', async () => {
    const { ingest, operations, books } = await stage();
    const items = Array.from({ length: 3 }, (_, index) =>
      itemOf(String(index), { contactType: 'EMAIL', subType: 'HOME', value: `a${index}@example.org` }),
    );
    const record = (index: number) =>
      operations.recordContactDetail(
        { targetId: 'p1', targetType: 'PERSON', contactType: 'PHONE', subType: 'HOME', value: `020 7946 000${index}`, isDefault: false },
        signedCallOf(),
      );
    const [results] = await Promise.all([ingest(items), record(1), record(2), record(3)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED', 'CREATED']);
    expect((await books())[0]?.details).toHaveLength(6);
  });
});
