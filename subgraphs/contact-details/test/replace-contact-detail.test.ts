import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordContactDetailInput } from '../src/__generated__/schema-types.ts';
import { createContactStage, rowOf } from './contact-stage.ts';

const housing = signedCallOf({ teams: ['north'] });
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });
const confidant = signedCallOf({ roles: ['contact:read', 'contact:write', 'confidential'] });
const [first, second, third] = ['020 7946 0001', '020 7946 0002', '020 7946 0003'];

const stage = async (change: Partial<RecordContactDetailInput> = {}) => {
  const parts = await createContactStage();
  const input = { targetId: 'p1', targetType: 'PERSON', contactType: 'PHONE', subType: 'MOBILE', value: first, isDefault: true } as const;
  const record = async (other: Partial<RecordContactDetailInput>) =>
    rowOf(await parts.operations.recordContactDetail({ ...input, ...other }, housing));
  return { ...parts, record, old: await record(change) };
};

describe('replaceContactDetail (access-model.md W2)', () => {
  it('answers the new row and the old one, written at once; what is left out is taken over', async () => {
    const { operations, books, events, announced, old } = await stage({
      relation: 'DAUGHTER',
      contactName: 'Bea',
      description: 'after six',
    });
    const input = { id: old.id, expectedVersion: 0, value: second, description: null };
    const { contactDetail, superseded } = await operations.replaceContactDetail(input, housing);
    expect(rowOf(contactDetail)).toMatchObject({
      value: '+442079460002',
      subType: 'MOBILE',
      relation: 'DAUGHTER',
      contactName: 'Bea',
      description: null,
      isDefault: true,
      supersedesId: old.id,
      version: 0,
    });
    expect(rowOf(superseded)).toMatchObject({ id: old.id, value: '+442079460001', isActive: false, isDefault: false, version: 1 });
    expect(await books()).toMatchObject([{ version: 1 }]);
    expect((await events()).map(({ type }) => type)).toEqual(['ContactDetailRecorded', 'ContactDetailRetired', 'ContactDetailRecorded']);
    expect(announced()).toBe(2);
  });

  it('may give another usage, relation and validity, and clears what is null', async () => {
    const { operations, old } = await stage({ relation: 'DAUGHTER', validUntil: '2026-05-01' });
    const input = { id: old.id, expectedVersion: 0, value: second, subType: 'WORK', relation: null, validUntil: null };
    const { contactDetail } = await operations.replaceContactDetail(input, housing);
    expect(rowOf(contactDetail)).toMatchObject({ subType: 'WORK', relation: null, validUntil: null });
  });

  it('replaces an address by an address', async () => {
    const { operations, record } = await stage();
    const address = { line1: '1 Hill Street', postcode: 'N1 7WA', uprn: '1', isOverseas: false };
    const { id } = await record({ contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', value: null, address });
    const input = { id, expectedVersion: 0, address: { ...address, line1: '2 Hill Street', uprn: '2' } };
    expect(rowOf((await operations.replaceContactDetail(input, housing)).contactDetail)).toMatchObject({ value: '2 Hill Street, N1 7WA' });
  });

  it.each<[string, object, readonly [string, string][]]>([
    ['no value', {}, [['input.value', 'REQUIRED']]],
    ['an address for a phone', { address: { line1: 'x', isOverseas: false }, value: second }, [['input.address', 'CONTRADICTION']]],
    [
      'everything wrong',
      { value: 'canary', subType: 'PERSONAL', relation: 'canary', description: '<b>' },
      [
        ['input.subType', 'UNKNOWN_CODE'],
        ['input.relation', 'UNKNOWN_CODE'],
        ['input.value', 'W41'],
        ['input.description', 'W42'],
      ],
    ],
  ])('with %s is refused and writes nothing', async (_title, change, expected) => {
    const { operations, old, events } = await stage();
    const error = await failureOf(operations.replaceContactDetail({ id: old.id, expectedVersion: 0, ...change }, housing));
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
    const { problems } = (error as { readonly details: { readonly problems: readonly { readonly path: string; readonly code: string }[] } })
      .details;
    expect(problems.map(({ path, code }) => [path, code])).toEqual(expected);
    expect(await events()).toHaveLength(1);
  });

  it('of a historic row is refused, together with what else is wrong', async () => {
    const { operations, old } = await stage();
    await operations.retireContactDetail({ id: old.id }, housing);
    expect(await failureOf(operations.replaceContactDetail({ id: old.id, expectedVersion: 1, value: 'x' }, housing))).toMatchObject({
      details: {
        problems: [
          { path: 'input.id', code: 'CONTRADICTION' },
          { path: 'input.value', code: 'W41' },
        ],
      },
    });
  });

  it('of another version is VERSION_CONFLICT with both numbers', async () => {
    const { operations, old } = await stage();
    const input = { id: old.id, expectedVersion: 7, value: second };
    expect(await failureOf(operations.replaceContactDetail(input, housing))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: 7, currentVersion: 0 },
    });
  });

  it('by the value that the row has, or another one, is DUPLICATE_VALUE and names it', async () => {
    const { operations, old, record } = await stage();
    const other = await record({ value: second });
    const refused = (value: string) => failureOf(operations.replaceContactDetail({ id: old.id, expectedVersion: 1, value }, housing));
    expect(await refused(first)).toMatchObject({ code: 'DUPLICATE_VALUE', details: { existingId: old.id } });
    expect(await refused(second)).toMatchObject({ code: 'DUPLICATE_VALUE', details: { existingId: other.id } });
  });

  it('repeated with its key answers the first result; with other input it is refused', async () => {
    const { operations, old, events } = await stage();
    const input = { id: old.id, expectedVersion: 0, value: second, idempotencyKey: 'key-1' };
    const once = await operations.replaceContactDetail(input, housing);
    expect(await operations.replaceContactDetail(input, housing)).toEqual(once);
    expect(await events()).toHaveLength(3);
    expect(await failureOf(operations.replaceContactDetail({ ...input, value: third }, housing))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});

describe('amendContactDetail', () => {
  it('changes what is said, and answers VERSION_CONFLICT to an old version', async () => {
    const { operations, old } = await stage();
    const amended = await operations.amendContactDetail(
      { id: old.id, expectedVersion: 0, description: ' after  six ', isDefault: null },
      housing,
    );
    expect(rowOf(amended)).toMatchObject({ description: 'after six', isDefault: true, isActive: true, version: 1 });
    expect(await failureOf(operations.amendContactDetail({ id: old.id, expectedVersion: 0, description: null }, housing))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion: 0, currentVersion: 1 },
    });
    expect(
      rowOf(await operations.amendContactDetail({ id: old.id, expectedVersion: 1, description: null }, housing)).description,
    ).toBeNull();
  });

  it('to what the row is already writes nothing', async () => {
    const { operations, old, events, announced } = await stage();
    expect(
      rowOf(await operations.amendContactDetail({ id: old.id, expectedVersion: 0, isActive: true, isDefault: true }, housing)),
    ).toEqual(old);
    expect([(await events()).length, announced()]).toEqual([1, 1]);
  });

  it.each<[string, boolean, object]>([
    ['of a row that becomes historic', false, { isActive: false, isDefault: true }],
    ['of a historic row', true, { isDefault: true }],
  ])('makes no default %s, told together with what else is wrong', async (_title, isRetired, change) => {
    const { operations, old } = await stage();
    if (isRetired) await operations.retireContactDetail({ id: old.id }, housing);
    const input = { id: old.id, expectedVersion: isRetired ? 1 : 0, description: 'a'.repeat(257), ...change };
    expect(await failureOf(operations.amendContactDetail(input, housing))).toMatchObject({
      details: {
        problems: [
          { path: 'input.isDefault', code: 'CONTRADICTION' },
          { path: 'input.description', code: 'TOO_LONG' },
        ],
      },
    });
  });

  it('makes a historic row current and the default at once', async () => {
    const { operations, old, record } = await stage();
    await operations.retireContactDetail({ id: old.id }, housing);
    const other = await record({ value: second });
    const amended = await operations.amendContactDetail({ id: old.id, expectedVersion: 1, isActive: true, isDefault: true }, housing);
    expect(rowOf(amended)).toMatchObject({ isActive: true, isDefault: true, version: 2 });
    expect(rowOf(await operations.amendContactDetail({ id: other.id, expectedVersion: 1 }, housing))).toMatchObject({ isDefault: false });
  });
});

describe('a write to a detail that the caller does not see in full', () => {
  const acts = [
    ['replaceContactDetail', { value: third, expectedVersion: 1 }],
    ['amendContactDetail', { description: 'x', expectedVersion: 1 }],
    ['setDeliveryState', { state: 'VERIFIED', expectedVersion: 1 }],
    ['markSensitivity', { sensitivity: 'CONFIDENTIAL', expectedVersion: 1 }],
    ['disputeContactDetail', { reason: 'wrong' }],
    ['resolveDispute', { resolution: 'right' }],
    ['recordThirdPartyAgreement', { hasAgreed: true, evidenceRef: 'file 1' }],
    ['publishOrganisationDetail', { isPublic: true }],
  ] as const;

  it.each(acts)(
    '%s fails in every way as for an absent one where it is hidden, and is FORBIDDEN where it is masked',
    async (name, change) => {
      const { operations, old, store } = await stage({ relation: 'DAUGHTER' });
      await operations.markSensitivity({ id: old.id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, confidant);
      const before = await store.collection.find({}).toArray();
      const act = (id: string, call = housing) =>
        failureOf((operations[name] as (input: object, by: typeof call) => Promise<unknown>)({ id, ...change }, call)) as Promise<Error>;
      const absent = await act('nothing');
      for (const hidden of [await act(old.id, repairs), await act(old.id, signedCallOf({ roles: ['contact:write'] }))]) {
        expect(hidden).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such contact detail.', details: {} });
        expect({ ...hidden, message: hidden.message }).toEqual({ ...absent, message: absent.message });
      }
      expect(await act(old.id)).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C7' } });
      expect(await act(old.id, signedCallOf({ actingArea: null }))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C2' } });
      expect(await store.collection.find({}).toArray()).toEqual(before);
    },
  );
});
