import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordContactDetailInput } from '../src/__generated__/schema-types.ts';
import { createContactStage, rowOf } from './contact-stage.ts';

const housing = signedCallOf();
const repairs = signedCallOf({ id: 'officer-2', actingArea: 'repairs' });
const day = 24 * 60 * 60 * 1_000;
const tenureId = '3f0c5f0e-5a57-4a8c-9d52-6d1f6f1f2a11';

const phoneOf = (value: string, change: Partial<RecordContactDetailInput> = {}): RecordContactDetailInput => ({
  targetId: 'p1',
  targetType: 'PERSON',
  contactType: 'PHONE',
  subType: 'MOBILE',
  value,
  isDefault: false,
  ...change,
});

/** Invented London numbers of the range for drama; that of mobiles is not in the numbering plan. */
const drama = (index: number): string => `020 7946 0${String(index).padStart(3, '0')}`;

describe('recordContactDetail (access-model.md W1, domain-write.md 3)', () => {
  it('writes the detail for the acting area with its event, and announces it', async () => {
    const { operations, books, events, announced } = await createContactStage();
    const detail = rowOf(await operations.recordContactDetail(phoneOf('020 7946 0123'), housing));
    expect(detail).toMatchObject({ value: '+442079460123', area: 'housing', targetId: 'p1', version: 0, createdBy: 'officer-1' });
    expect(await books()).toMatchObject([{ area: 'housing', version: 0, details: [{ id: detail.id }] }]);
    expect(await events()).toMatchObject([
      { type: 'ContactDetailRecorded', entityId: detail.id, correlationId: 'correlation-1', area: 'housing' },
    ]);
    expect(JSON.stringify(await events())).not.toContain('2079460123');
    expect(announced()).toBe(1);
  });

  it('keeps a book for each area: one may not know, limit or default the other', async () => {
    const { operations, books } = await createContactStage();
    for (let index = 0; index < 5; index += 1) await operations.recordContactDetail(phoneOf(drama(index), { isDefault: true }), housing);
    await operations.recordContactDetail(phoneOf(drama(0), { isDefault: true }), repairs);
    const all = await books();
    expect(all.map(({ area, details }) => [area, details.length, details.filter(({ isDefault }) => isDefault).length])).toEqual(
      expect.arrayContaining([
        ['housing', 5, 1],
        ['repairs', 1, 1],
      ]),
    );
  });

  it('reports every problem at once and writes nothing', async () => {
    const { operations, books } = await createContactStage();
    const wrong = phoneOf('07911 123456 Daughter', { subType: 'PERSONAL', targetId: ' ', description: '<b>' });
    expect(await failureOf(operations.recordContactDetail(wrong, housing))).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: '4 problems in the input.',
      details: {
        problems: [
          { path: 'input.subType', code: 'UNKNOWN_CODE' },
          { path: 'input.value', code: 'W41' },
          { path: 'input.description', code: 'W42' },
          { path: 'input.targetId', code: 'INVALID_FORMAT' },
        ],
      },
    });
    expect(await books()).toEqual([]);
  });

  it('is NOT_FOUND for an unknown person and writes nothing', async () => {
    const { operations, books } = await createContactStage();
    expect(await failureOf(operations.recordContactDetail(phoneOf(drama(1), { targetId: 'nobody' }), housing))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such person.',
    });
    expect(await books()).toEqual([]);
  });

  it('is STORE_UNAVAILABLE for a person not met before while the person subgraph is down, and writes nothing', async () => {
    const { operations, books, losePersons } = await createContactStage();
    await operations.recordContactDetail(phoneOf(drama(1)), housing);
    losePersons();
    await operations.recordContactDetail(phoneOf(drama(2)), housing);
    expect(await failureOf(operations.recordContactDetail(phoneOf(drama(1), { targetId: 'p2' }), housing))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'Whether the person exists cannot be known now; nothing was written.',
      details: { retryable: true },
    });
    expect(await books()).toMatchObject([{ targetId: 'p1', details: [{}, {}] }]);
  });

  it.each(['ORGANISATION', 'TENURE', 'ASSET'] as const)('asks no person subgraph about a %s', async (targetType) => {
    const { operations, losePersons, addOrganisation } = await createContactStage();
    losePersons();
    const targetId = targetType === 'ORGANISATION' ? await addOrganisation() : tenureId;
    const detail = rowOf(await operations.recordContactDetail(phoneOf(drama(1), { targetType, targetId }), housing));
    expect(detail).toMatchObject({ targetType, targetId });
  });

  it.each(['ORGANISATION', 'TENURE', 'ASSET'] as const)('refuses what is no id of a %s', async (targetType) => {
    const { operations } = await createContactStage();
    for (const targetId of ['x', '00000000-0000-0000-0000-000000000000', ` ${tenureId}`]) {
      expect(await failureOf(operations.recordContactDetail(phoneOf(drama(1), { targetType, targetId }), housing))).toMatchObject({
        code: 'BAD_USER_INPUT',
        details: { problems: [{ path: 'input.targetId', code: 'INVALID_FORMAT' }] },
      });
    }
  });

  it('is NOT_FOUND for an unknown organisation', async () => {
    const { operations } = await createContactStage();
    const input = phoneOf(drama(1), { targetType: 'ORGANISATION', targetId: tenureId });
    expect(await failureOf(operations.recordContactDetail(input, housing))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such organisation.',
    });
  });

  it('is for a team of the caller, whose default is one of its own', async () => {
    const { operations, books } = await createContactStage();
    const north = signedCallOf({ teams: ['north'] });
    await operations.recordContactDetail(phoneOf(drama(1), { isDefault: true }), housing);
    await operations.recordContactDetail(phoneOf(drama(2), { isDefault: true, team: 'north' }), north);
    await operations.recordContactDetail(phoneOf(drama(3), { isDefault: true, team: 'north' }), north);
    expect((await books())[0]?.details.map(({ team, isDefault }) => [team, isDefault])).toEqual([
      [null, true],
      ['north', false],
      ['north', true],
    ]);
    expect(await failureOf(operations.recordContactDetail(phoneOf(drama(4), { team: 'north' }), housing))).toMatchObject({
      details: { problems: [{ path: 'input.team', code: 'UNKNOWN_CODE' }] },
    });
  });

  it('names the row that has the value already only when the caller sees it in full, and says the same otherwise', async () => {
    const { operations } = await createContactStage();
    const confidant = signedCallOf({ roles: ['contact:read', 'contact:write', 'confidential'] });
    const { id } = rowOf(await operations.recordContactDetail(phoneOf(drama(1)), housing));
    const refused = async (call = housing) =>
      (await failureOf(operations.recordContactDetail(phoneOf(drama(1)), call))) as Error & { readonly details: object };
    const named = await refused();
    expect(named).toMatchObject({ code: 'DUPLICATE_VALUE', details: { existingId: id } });
    await operations.markSensitivity({ id, expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    const masked = await refused();
    expect(masked).toMatchObject({ code: 'DUPLICATE_VALUE', message: named.message });
    expect(masked.details).toEqual({});
    expect((await refused(confidant)).details).toEqual({ existingId: id });
  });

  it('counts a masked row towards the limit, in the same words', async () => {
    const { operations } = await createContactStage();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(rowOf(await operations.recordContactDetail(phoneOf(drama(index)), housing)).id);
    const before = (await failureOf(operations.recordContactDetail(phoneOf(drama(5)), housing))) as Error;
    await operations.markSensitivity({ id: ids[0] ?? '', expectedVersion: 0, sensitivity: 'CONFIDENTIAL' }, housing);
    const after = (await failureOf(operations.recordContactDetail(phoneOf(drama(5)), housing))) as Error;
    expect(after).toMatchObject({ code: 'LIMIT_REACHED', message: before.message });
    expect({ ...after }).toEqual({ ...before });
  });

  it('shows nothing to whoever may write and not read', async () => {
    const { operations, books } = await createContactStage();
    expect(await operations.recordContactDetail(phoneOf(drama(1)), signedCallOf({ roles: ['contact:write'] }))).toBeNull();
    expect(await books()).toHaveLength(1);
  });

  it('is FORBIDDEN without an acting area', async () => {
    const { operations } = await createContactStage();
    expect(await failureOf(operations.recordContactDetail(phoneOf(drama(1)), signedCallOf({ actingArea: null })))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'Only a service area can write contact details.',
      details: { ruleId: 'C2' },
    });
  });

  it('by 50 writers at once makes five active phones and one default, never a sixth or a second', async () => {
    const { operations, books, events } = await createContactStage();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => operations.recordContactDetail(phoneOf(drama(index), { isDefault: true }), housing)),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(45);
    for (const error of refused) expect(error).toMatchObject({ code: 'LIMIT_REACHED' });
    const [book] = await books();
    expect(book?.details.filter(({ isActive }) => isActive)).toHaveLength(5);
    expect(book?.details.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect((await events()).map(({ type }) => type).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'ContactDetailAmended'),
      ...Array.from({ length: 5 }, () => 'ContactDetailRecorded'),
    ]);
  });

  it('of one value by 50 writers at once is recorded once', async () => {
    const { operations, books } = await createContactStage();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => operations.recordContactDetail(phoneOf(drama(1)), housing)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await books())[0]?.details).toHaveLength(1);
  });
});

describe('recordContactDetail with an idempotency key', () => {
  const input = phoneOf(drama(1), { idempotencyKey: 'key-1' });
  const reused = { code: 'IDEMPOTENCY_KEY_REUSED' };

  it('answers the first detail to the same input, without another event', async () => {
    const { operations, events } = await createContactStage();
    const first = await operations.recordContactDetail(input, housing);
    expect(await operations.recordContactDetail(input, housing)).toEqual(first);
    expect(await events()).toHaveLength(1);
  });

  it('answers the first detail also when its person was merged into another meanwhile', async () => {
    const { operations, groups, books } = await createContactStage();
    const ofMerged = { ...input, targetId: 'p2' };
    const first = rowOf(await operations.recordContactDetail(ofMerged, housing));
    groups.join('p1', 'p2');
    expect(rowOf(await operations.recordContactDetail(ofMerged, housing)).id).toBe(first.id);
    expect(await books()).toHaveLength(1);
  });

  it('used many times at once makes one detail', async () => {
    const { operations, events } = await createContactStage();
    const details = await Promise.all(Array.from({ length: 20 }, () => operations.recordContactDetail(input, housing)));
    expect(new Set(details.map((shown) => rowOf(shown).id)).size).toBe(1);
    expect(await events()).toHaveLength(1);
  });

  it('refuses another value, and another target', async () => {
    const { operations, events } = await createContactStage();
    await operations.recordContactDetail(input, housing);
    for (const other of [phoneOf(drama(2), { idempotencyKey: 'key-1' }), { ...input, targetId: 'p2' }]) {
      expect(await failureOf(operations.recordContactDetail(other, housing))).toMatchObject(reused);
    }
    expect(await events()).toHaveLength(1);
  });

  it('counts for its caller and area alone', async () => {
    const { operations } = await createContactStage();
    const first = await operations.recordContactDetail(input, housing);
    expect(rowOf(await operations.recordContactDetail({ ...input, value: drama(2) }, repairs)).id).not.toBe(rowOf(first).id);
  });

  it('answers the detail as it stands, even when it was retired meanwhile', async () => {
    const { operations } = await createContactStage();
    const { id } = rowOf(await operations.recordContactDetail(input, housing));
    await operations.retireContactDetail({ id }, housing);
    expect(rowOf(await operations.recordContactDetail(input, housing))).toMatchObject({ id, isActive: false, version: 1 });
  });

  it('is forgotten after 24 hours', async () => {
    const { operations, pass, books } = await createContactStage();
    const first = rowOf(await operations.recordContactDetail(input, housing));
    pass(day - 1);
    expect(rowOf(await operations.recordContactDetail(input, housing)).id).toBe(first.id);
    pass(1);
    const second = rowOf(await operations.recordContactDetail({ ...input, value: drama(2) }, housing));
    expect(second.id).not.toBe(first.id);
    expect((await books())[0]?.idempotency).toHaveLength(1);
  });
});
