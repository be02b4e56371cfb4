import type { Subject } from '@resident-graph/policy';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { ContactSensitivity, DeliveryState, RecordContactDetailInput } from '../src/__generated__/schema-types.ts';
import { createContactStage, rowOf } from './contact-stage.ts';

const write = ['contact:read', 'contact:write'] as const;
const housing = signedCallOf();
const confidant = signedCallOf({ roles: [...write, 'confidential', 'safe-address'] });
const safeguarder = signedCallOf({ roles: [...write, 'safeguarding'] });
const steward = signedCallOf({ id: 'steward-1', kind: 'steward', roles: [...write, 'steward'] });
const address = { line1: '1 Hill Street', postcode: 'N1 7WA', uprn: '1', isOverseas: false };

const stage = async () => {
  const parts = await createContactStage();
  const record = async (change: Partial<RecordContactDetailInput> = {}) =>
    rowOf(
      await parts.operations.recordContactDetail(
        {
          targetId: 'p1',
          targetType: 'PERSON',
          contactType: 'PHONE',
          subType: 'MOBILE',
          value: '020 7946 0001',
          isDefault: false,
          ...change,
        },
        housing,
      ),
    );
  const recordAddress = () => record({ contactType: 'ADDRESS', subType: 'CORRESPONDENCE_ADDRESS', value: null, address });
  return { ...parts, record, recordAddress };
};

const problemsIn = (error: unknown): readonly (readonly string[])[] =>
  (error as { readonly details: { readonly problems: readonly { readonly path: string; readonly code: string }[] } }).details.problems.map(
    ({ path, code }) => [path, code],
  );

describe('markSensitivity (access-model.md W5, W10)', () => {
  it('raises, and shows the row as the caller may see it then', async () => {
    const { operations, record, events } = await stage();
    const { id } = await record();
    const marked = await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    expect(marked).toMatchObject({ decision: { outcome: 'MASK' }, detail: { id, changes: [] } });
    const again = rowOf(await operations.markSensitivity({ id, expectedVersion: 1, sensitivity: 'CONFIDENTIAL' }, confidant));
    expect(again).toMatchObject({ sensitivity: 'CONFIDENTIAL', version: 1 });
    expect(again.changes.at(-1)).toMatchObject({
      kind: 'SENSITIVITY_MARKED',
      fields: [{ field: 'sensitivity', before: 'STANDARD', after: 'CONFIDENTIAL' }],
    });
    expect((await events()).map(({ type }) => type)).toEqual(['ContactDetailRecorded', 'ContactDetailAmended']);
  });

  it('makes a safe address of an address, by those with safeguarding', async () => {
    const { operations, record, recordAddress } = await stage();
    const [phone, home] = [await record(), await recordAddress()];
    const mark = (id: string, call = safeguarder) =>
      operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'SAFE_ADDRESS' }, call);
    expect(await failureOf(mark(home.id, housing))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C5' } });
    expect(problemsIn(await failureOf(mark(phone.id)))).toEqual([['input.sensitivity', 'CONTRADICTION']]);
    expect(await mark(home.id)).toMatchObject({ decision: { outcome: 'MASK' } });
  });

  it('is lowered by a steward, who sees it masked, with a reason; by nobody else', async () => {
    const { operations, record } = await stage();
    const { id } = await record();
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL', reason: 'a threat' }, housing);
    const lower = (call: typeof housing, reason?: string) =>
      operations.markSensitivity({ id, expectedVersion: 1, sensitivity: 'STANDARD', ...(reason === undefined ? {} : { reason }) }, call);
    expect(await failureOf(lower(confidant, 'no longer'))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C6' } });
    expect(await failureOf(lower(housing, 'no longer'))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C7' } });
    expect(problemsIn(await failureOf(lower(steward)))).toEqual([['input.reason', 'REQUIRED']]);
    expect(problemsIn(await failureOf(lower(steward, 'no')))).toEqual([['input.reason', 'TOO_SHORT']]);
    const lowered = await lower(steward, 'no longer');
    expect(lowered).toMatchObject({ decision: { outcome: 'FULL' }, detail: { sensitivity: 'STANDARD', version: 2 } });
    expect(rowOf(lowered).changes.map(({ fields }) => fields.find(({ field }) => field === 'reason')?.after)).toEqual([
      undefined,
      'a threat',
      'no longer',
    ]);
  });

  it.each<[ContactSensitivity, ContactSensitivity]>([
    ['SAFE_ADDRESS', 'CONFIDENTIAL'],
    ['SAFE_ADDRESS', 'STANDARD'],
    ['CONFIDENTIAL', 'STANDARD'],
  ])('goes down from %s to %s, and a steward raises nothing that they see masked', async (from, to) => {
    const { operations, recordAddress } = await stage();
    const { id } = await recordAddress();
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: from }, safeguarder);
    expect(await failureOf(operations.markSensitivity({ id, expectedVersion: 1, sensitivity: from }, steward))).toMatchObject({
      details: { ruleId: 'C7' },
    });
    const input = { id, expectedVersion: 1, sensitivity: to, reason: 'no longer' };
    expect(await operations.markSensitivity(input, steward)).toMatchObject({ decision: { outcome: to === 'STANDARD' ? 'FULL' : 'MASK' } });
  });
});

describe('setDeliveryState', () => {
  it.each<[DeliveryState, Partial<RecordContactDetailInput>]>([
    ['VERIFIED', {}],
    ['UNVERIFIED', {}],
    ['DISCONNECTED', {}],
    ['BOUNCED', { contactType: 'EMAIL', subType: 'HOME', value: 'a@example.org' }],
    ['RETURNED', { contactType: 'ADDRESS', subType: 'OTHER', value: null, address }],
  ])('notes %s with its date, once', async (state, change) => {
    const { operations, record, events } = await stage();
    const { id } = await record(change);
    const set = (expectedVersion: number) => operations.setDeliveryState({ id, expectedVersion, state, on: '2026-03-09' }, housing);
    expect(rowOf(await set(0))).toMatchObject({ deliveryState: state, deliveryStateOn: '2026-03-09', version: 1 });
    expect(rowOf(await set(1))).toMatchObject({ version: 1 });
    expect(rowOf(await operations.setDeliveryState({ id, expectedVersion: 1, state }, housing))).toMatchObject({ version: 1 });
    expect(await events()).toHaveLength(2);
    expect(await failureOf(set(0))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  it('is known from today in London when no date is given', async () => {
    const { operations, record, pass } = await stage();
    const { id } = await record();
    // 10 March 09:00 and 126 days and 14 hours: 14 July 23:00 UTC, the 15th in London.
    pass((126 * 24 + 14) * 3_600_000);
    const set = (on: string | null) => operations.setDeliveryState({ id, expectedVersion: 0, state: 'VERIFIED', on }, housing);
    expect(problemsIn(await failureOf(set('2026-07-16')))).toEqual([['input.on', 'INVALID_VALUE']]);
    expect(rowOf(await set(null))).toMatchObject({ deliveryStateOn: '2026-07-15' });
  });

  it('refuses a state of another type, with all problems', async () => {
    const { operations, record } = await stage();
    const { id } = await record();
    const input = { id, expectedVersion: 0, state: 'BOUNCED', on: '2026-03-11' } as const;
    expect(problemsIn(await failureOf(operations.setDeliveryState(input, housing)))).toEqual([
      ['input.state', 'CONTRADICTION'],
      ['input.on', 'INVALID_VALUE'],
    ]);
  });
});

describe('marks that need no version (access-model.md W5a)', () => {
  it('a dispute makes a row not to be used until it is resolved; both again change nothing', async () => {
    const { operations, record, events } = await stage();
    const { id } = await record();
    const dispute = () => operations.disputeContactDetail({ id, reason: 'not mine' }, housing);
    expect(await dispute()).toMatchObject({ decision: { flags: { doNotUse: true } }, detail: { version: 1 } });
    expect(rowOf(await dispute())).toMatchObject({ version: 1 });
    const resolve = () => operations.resolveDispute({ id, resolution: 'checked by phone' }, housing);
    const resolved = await resolve();
    expect(resolved).toMatchObject({ decision: { flags: {} }, detail: { version: 2, isProcessingRestricted: false } });
    expect(rowOf(await resolve())).toMatchObject({ version: 2 });
    expect(rowOf(resolved).changes.slice(1)).toMatchObject([
      {
        kind: 'DISPUTED',
        fields: [
          { field: 'doNotUse', before: 'false', after: 'true' },
          { field: 'reason', before: null, after: 'not mine' },
        ],
      },
      { kind: 'DISPUTE_RESOLVED', fields: [{ field: 'doNotUse' }, { field: 'reason', after: 'checked by phone' }] },
    ]);
    expect(await events()).toHaveLength(3);
  });

  it.each(['', 'no', '<b>', 'a'.repeat(501)])('a reason of %j is refused', async (reason) => {
    const { operations, record } = await stage();
    const { id } = await record();
    const codes = { '': 'REQUIRED', no: 'TOO_SHORT', '<b>': 'W42' }[reason] ?? 'TOO_LONG';
    expect(problemsIn(await failureOf(operations.disputeContactDetail({ id, reason }, housing)))).toEqual([['input.reason', codes]]);
    expect(problemsIn(await failureOf(operations.resolveDispute({ id, resolution: reason }, housing)))).toEqual([
      ['input.resolution', codes],
    ]);
  });

  it("an agreement is a third party's, with evidence", async () => {
    const { operations, record } = await stage();
    const [own, daughter] = [await record(), await record({ value: '020 7946 0002', relation: 'DAUGHTER' })];
    const agree = (id: string, change: object) => operations.recordThirdPartyAgreement({ id, hasAgreed: true, ...change }, housing);
    expect(problemsIn(await failureOf(agree(own.id, {})))).toEqual([
      ['input.id', 'CONTRADICTION'],
      ['input.evidenceRef', 'REQUIRED'],
    ]);
    const agreed = rowOf(await agree(daughter.id, { evidenceRef: 'letter of 1 March' }));
    expect(agreed).toMatchObject({ hasThirdPartyAgreed: true, version: 1 });
    expect(agreed.changes.at(-1)).toMatchObject({
      kind: 'THIRD_PARTY_AGREEMENT_RECORDED',
      fields: [{ field: 'hasThirdPartyAgreed' }, { field: 'evidenceRef', after: 'letter of 1 March' }],
    });
    expect(rowOf(await agree(daughter.id, { hasAgreed: false }))).toMatchObject({ hasThirdPartyAgreed: false, version: 2 });
  });

  it('only those with safeguarding withhold, and only details of persons', async () => {
    const { operations, record, addOrganisation } = await stage();
    const { id } = await record();
    const ofOrganisation = await record({ targetType: 'ORGANISATION', targetId: await addOrganisation() });
    const withhold = (row: string, call = safeguarder) =>
      operations.withholdFromSubject({ id: row, isWithheld: true, reason: 'a risk at home' }, call);
    expect(await failureOf(withhold(id, housing))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'C5' } });
    expect(problemsIn(await failureOf(withhold(ofOrganisation.id)))).toEqual([['input.id', 'CONTRADICTION']]);
    expect(rowOf(await withhold(id))).toMatchObject({ isWithheldFromSubject: true, version: 1 });
    expect(rowOf(await withhold(id))).toMatchObject({ version: 1 });
  });

  it('only a standard detail of an organisation is published; taking it back needs nothing', async () => {
    const { operations, record, addOrganisation } = await stage();
    const own = await record();
    const { id } = await record({ targetType: 'ORGANISATION', targetId: await addOrganisation() });
    const publish = (row: string, isPublic = true) => operations.publishOrganisationDetail({ id: row, isPublic }, confidant);
    expect(problemsIn(await failureOf(publish(own.id)))).toEqual([['input.id', 'CONTRADICTION']]);
    expect(rowOf(await publish(id))).toMatchObject({ isPublic: true, version: 1 });
    await operations.markSensitivity({ id, expectedVersion: 1, sensitivity: 'CONFIDENTIAL' }, confidant);
    expect(problemsIn(await failureOf(publish(id)))).toEqual([['input.isPublic', 'CONTRADICTION']]);
    expect(rowOf(await publish(id, false))).toMatchObject({ isPublic: false, version: 3 });
  });
});

describe('a service on behalf of a user', () => {
  it('marks only what both may, and the user is who did it', async () => {
    const { operations, record } = await stage();
    const { id } = await record();
    const onBehalfOf = (change: Partial<Subject>) =>
      signedCallOf({ id: 'service-1', kind: 'service', onBehalfOf: { ...housing.subject, id: 'officer-9', ...change } });
    const withhold = { id, isWithheld: true, reason: 'a risk at home' };
    expect(await failureOf(operations.withholdFromSubject(withhold, onBehalfOf({ roles: [...write, 'safeguarding'] })))).toMatchObject({
      details: { ruleId: 'C5' },
    });
    const disputed = rowOf(await operations.disputeContactDetail({ id, reason: 'not mine' }, onBehalfOf({})));
    expect(disputed.changes.at(-1)).toMatchObject({ by: 'officer-9' });
  });
});
