import { plainPerson } from '@resident-graph/policy';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordContactDetailInput } from '../src/__generated__/schema-types.ts';
import { createContactStage, rowOf } from './contact-stage.ts';

const housing = signedCallOf({ teams: ['north'] });
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });
const nobodys = signedCallOf({ actingArea: null });
const address = { line1: '1 Hill Street', postcode: 'N1 7WA', uprn: '10008315925', isOverseas: false };

const stage = async () => {
  const parts = await createContactStage();
  const record = async (value: string, change: Partial<RecordContactDetailInput> = {}, call = housing) => {
    parts.pass(1_000);
    const input = {
      targetId: 'p1',
      targetType: 'PERSON',
      contactType: 'PHONE',
      subType: 'MOBILE',
      value,
      isDefault: false,
      ...change,
    } as const;
    return rowOf(await parts.operations.recordContactDetail(input, call)).id;
  };
  return { ...parts, record };
};

const idsOf = (rows: readonly { readonly detail: { readonly id: string } }[]): readonly string[] => rows.map(({ detail }) => detail.id);
const phone = '020 7946 0001';

describe('findByContact (access-model.md L9)', () => {
  it('finds the current rows of the acting area with exactly this value, oldest first', async () => {
    const { reads, record, operations } = await stage();
    const ids = [await record(phone), await record(phone, { targetId: 'p2' })];
    await record('020 7946 0002');
    await record(phone, {}, repairs);
    const historic = await record(phone, { targetId: 'p3' });
    await operations.retireContactDetail({ id: historic }, housing);
    for (const value of [phone, '+442079460001', '020-7946-0001']) {
      expect(idsOf(await reads.findByContact({ type: 'PHONE', value }, housing))).toEqual(ids);
    }
    expect(await reads.findByContact({ type: 'PHONE', value: '020 7946 000' }, housing).catch(() => 'refused')).toBe('refused');
    expect(await reads.findByContact({ type: 'PHONE', value: phone }, nobodys)).toEqual([]);
  });

  it('finds emails in any case and addresses by UPRN or first line', async () => {
    const { reads, record } = await stage();
    const email = await record('Ann@example.org', { contactType: 'EMAIL', subType: 'HOME' });
    const home = await record('', { contactType: 'ADDRESS', subType: 'OTHER', value: null, address });
    expect(idsOf(await reads.findByContact({ type: 'EMAIL', value: 'ANN@EXAMPLE.ORG' }, housing))).toEqual([email]);
    for (const value of ['n1 7wa, 10008315925', 'N17WA, 1 hill street']) {
      expect(idsOf(await reads.findByContact({ type: 'ADDRESS', value }, housing))).toEqual([home]);
    }
  });

  it('finds no row that the caller sees masked', async () => {
    const { reads, record, operations } = await stage();
    const id = await record(phone);
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    expect(await reads.findByContact({ type: 'PHONE', value: phone }, housing)).toEqual([]);
    const confidant = signedCallOf({ roles: ['contact:read', 'confidential'] });
    expect(idsOf(await reads.findByContact({ type: 'PHONE', value: phone }, confidant))).toEqual([id]);
  });

  it('finds no old value after a replacement', async () => {
    const { reads, record, operations } = await stage();
    const id = await record(phone);
    const { contactDetail } = await operations.replaceContactDetail({ id, expectedVersion: 0, value: '020 7946 0002' }, housing);
    expect(await reads.findByContact({ type: 'PHONE', value: phone }, housing)).toEqual([]);
    expect(idsOf(await reads.findByContact({ type: 'PHONE', value: '020 7946 0002' }, housing))).toEqual([rowOf(contactDetail).id]);
  });

  it('refuses what is no value of the type, under the path of the argument', async () => {
    const { reads } = await stage();
    expect(await failureOf(reads.findByContact({ type: 'ADDRESS', value: 'canary' }, housing))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'value', code: 'INVALID_FORMAT' }] },
    });
  });

  it('keeps only digests of values in the lookup keys', async () => {
    const { record, books } = await stage();
    await record(phone);
    await record('Ann@example.org', { contactType: 'EMAIL', subType: 'HOME' });
    const keys = (await books()).flatMap(({ details }) => details.flatMap(({ lookupKeys }) => lookupKeys));
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/u);
  });
});

describe('preferredContact (contact details seed, question 2)', () => {
  it("is the team's default, else the area's, never another area's or that of no team", async () => {
    const { reads, readerOf, record } = await stage();
    const ask = async (change: object = {}, call = housing) =>
      (await reads.preferredContact('p1', { contactType: 'PHONE', ...change }, readerOf(call)))?.detail.id ?? null;
    await record('020 7946 0009', { isDefault: true }, repairs);
    const team = await record(phone, { isDefault: true, team: 'north' });
    expect([await ask(), await ask({ team: 'south' }), await ask({ team: 'north' })]).toEqual([null, null, team]);
    const area = await record('020 7946 0002', { isDefault: true });
    expect([await ask(), await ask({ team: 'south' }), await ask({ team: 'north' })]).toEqual([area, area, team]);
    expect([await ask({ contactType: 'EMAIL' }), await ask({}, nobodys)]).toEqual([null, null]);
  });

  it('is no row that the caller sees masked, and no shared one', async () => {
    const { reads, readerOf, record, operations, know } = await stage();
    const id = await record(phone, { isDefault: true });
    const consent = {
      id: 'consent-1',
      personIds: ['p1'],
      sourceArea: 'housing',
      recipientArea: 'repairs',
      purpose: 'SERVICE_DELIVERY',
      scope: { types: ['PHONE'] },
      capturedAt: '2026-03-01T00:00:00.000Z',
      validFrom: '2026-03-01T00:00:00.000Z',
      validUntil: '2026-12-01T00:00:00.000Z',
      isRevoked: false,
      isPending: false,
    } as const;
    know({ ...plainPerson(['p1']), consents: [consent] });
    expect(await reads.preferredContact('p1', { contactType: 'PHONE' }, readerOf(repairs))).toBeNull();
    expect(await reads.contactability({ personId: 'p1', contactType: 'PHONE' }, readerOf(repairs))).toMatchObject({
      canBeUsed: true,
      contactDetail: { detail: { id }, decision: { code: 'CONSENT' } },
    });
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    expect(await reads.preferredContact('p1', { contactType: 'PHONE' }, readerOf(housing))).toBeNull();
    expect(await reads.contactability({ personId: 'p1', contactType: 'PHONE' }, readerOf(housing))).toEqual({
      canBeUsed: false,
      contactDetail: null,
      reasons: ['NO_CONTACT_DETAIL'],
    });
  });
});

describe('setContactPreference and what follows from it', () => {
  const preference = { preferredChannel: 'EMAIL', timesToAvoid: [{ days: [], from: '09:00', until: '10:00' }], doNotUseFor: [] } as const;

  it('is the acting area’s alone, counts versions, and bears on contactability now', async () => {
    const { reads, readerOf, record, operations, pass, events } = await stage();
    await record(phone);
    await record(phone, {}, repairs);
    expect(await operations.setContactPreference({ personId: 'p1', ...preference }, housing)).toMatchObject({
      version: 0,
      preferredChannel: 'EMAIL',
    });
    const ask = (call = housing) => reads.contactability({ personId: 'p1', contactType: 'PHONE' }, readerOf(call));
    expect(await ask()).toMatchObject({ canBeUsed: false, reasons: ['TIME_TO_AVOID'] });
    expect(await ask(repairs)).toMatchObject({ canBeUsed: true, reasons: [] });
    expect(await readerOf(repairs).loaders.preferenceByPerson.load('p1')).toBeNull();
    pass(3_600_000);
    expect(await ask()).toMatchObject({ canBeUsed: true });
    expect((await events()).filter(({ type }) => type === 'ContactPreferenceSet')).toMatchObject([{ entityId: 'p1', area: 'housing' }]);
    expect(await failureOf(operations.setContactPreference({ personId: 'p1', timesToAvoid: [], doNotUseFor: [] }, housing))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: null, currentVersion: 0 },
    });
    const cleared = { personId: 'p1', expectedVersion: 0, timesToAvoid: [], doNotUseFor: [] };
    expect(await operations.setContactPreference(cleared, housing)).toMatchObject({ version: 1, preferredChannel: null });
  });

  it('makes a book where there is none, and is NOT_FOUND for an unknown person', async () => {
    const { operations, books } = await stage();
    await operations.setContactPreference({ personId: 'p1', ...preference }, housing);
    expect(await books()).toMatchObject([{ targetId: 'p1', details: [], preference: { version: 0 }, version: 0 }]);
    expect(await failureOf(operations.setContactPreference({ personId: 'nobody', ...preference }, housing))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('by 20 writers at once is set once', async () => {
    const { operations, events } = await stage();
    const set = (index: number) =>
      operations.setContactPreference(
        { personId: 'p1', timesToAvoid: [{ days: [], from: '00:00', until: `10:${index + 10}` }], doNotUseFor: [] },
        housing,
      );
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => set(index)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });
});

describe('contactDetailHistory', () => {
  it('shows who changed what and when in the acting area, newest first, page by page', async () => {
    const { reads, readerOf, record, operations, pass } = await stage();
    const first = await record(phone, { isDefault: true });
    await record('020 7946 0009', {}, repairs);
    const second = await record('020 7946 0002', { isDefault: true });
    pass(1_000);
    await operations.retireContactDetail({ id: first }, signedCallOf({ id: 'officer-3' }));
    const all = await reads.contactDetailHistory('p1', {}, readerOf(housing));
    expect(all.edges.map(({ node }) => [node.kind, node.contactDetail.detail.id, node.by])).toEqual([
      ['RETIRED', first, 'officer-3'],
      ...[
        ['AMENDED', first, 'officer-1'],
        ['RECORDED', second, 'officer-1'],
      ].toSorted(([, a = ''], [, b = '']) => (a < b ? 1 : -1)),
      ['RECORDED', first, 'officer-1'],
    ]);
    expect(all.totalCount).toBe(4);
    const pages: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: typeof all = await reads.contactDetailHistory('p1', { first: 1, after }, readerOf(housing));
      pages.push(...page.edges.map(({ node }) => [node.kind, node.at]));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(pages).toEqual(all.edges.map(({ node }) => [node.kind, node.at]));
    const cursor = { after: all.pageInfo.endCursor };
    for (const asked of [
      reads.contactDetailHistory('p2', cursor, readerOf(housing)),
      reads.contactDetailHistory('p1', cursor, readerOf(repairs)),
    ]) {
      expect(await failureOf(asked)).toMatchObject({ code: 'CURSOR_INVALID' });
    }
  });

  it('shows nothing of rows that the caller sees masked, of other areas, or without an area', async () => {
    const { reads, readerOf, record, operations } = await stage();
    const id = await record(phone);
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    for (const call of [housing, repairs, nobodys]) {
      expect(await reads.contactDetailHistory('p1', {}, readerOf(call))).toMatchObject({ edges: [], totalCount: 0 });
    }
  });
});

describe('legacyTriage (access-model.md G7)', () => {
  it('shows stewards the rows without an area, masked, and nobody else any', async () => {
    const { reads, operations } = await stage();
    const steward = signedCallOf({ id: 'steward-1', kind: 'steward', roles: ['contact:read', 'contact:write', 'steward'] });
    const item = { area: null, targetId: 'p1', contactType: 'PHONE', subType: 'MOBILE', isDefault: false, isActive: true } as const;
    const items = [
      { ...item, sourceId: '1', value: phone, createdAt: '2001-01-01T00:00:00.000Z' },
      { ...item, sourceId: '2', value: '020 7946 0002', createdAt: '2000-01-01T00:00:00.000Z' },
      { ...item, sourceId: '3', value: '020 7946 0003', isActive: false },
    ];
    await operations.ingestContactDetails({ sourceSystem: 'register', items }, steward);
    const current = await reads.legacyTriage({}, steward);
    expect(current.edges.map(({ node }) => [node.decision.outcome, node.detail.createdAt.slice(0, 4)])).toEqual([
      ['MASK', '2000'],
      ['MASK', '2001'],
    ]);
    expect(JSON.stringify(current.edges.map(({ node }) => node.detail))).not.toContain('207946');
    expect((await reads.legacyTriage({ includeHistoric: true }, steward)).totalCount).toBe(3);
    expect((await reads.legacyTriage({}, housing)).totalCount).toBe(0);
    const { endCursor } = (await reads.legacyTriage({ first: 1 }, steward)).pageInfo;
    expect(await failureOf(reads.legacyTriage({ includeHistoric: true, after: endCursor }, steward))).toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });
});
