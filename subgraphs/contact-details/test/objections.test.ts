import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { RecordObjectionInput } from '../src/__generated__/schema-types.ts';
import { callers, consentOf, createConsentStage } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour } = callers;
const objection: RecordObjectionInput = { personId: 'p1', kind: 'RECIPIENT_AREA', recipientArea: 'repairs' };

describe('recordObjection (access-model.md section 4)', () => {
  it.each([
    ['any area', third, 'benefits'],
    ['the recipient itself', recipient, 'repairs'],
    ['the resident', resident, null],
  ])('by %s holds at once', async (_title, call, area) => {
    const { operations, store, events, announced } = await createConsentStage();
    const recorded = await operations.recordObjection(objection, call);
    expect(recorded).toMatchObject({ personId: 'p1', recipientArea: 'repairs', capturedByArea: area, withdrawal: null, version: 0 });
    expect((await store.find(['p1'], 'repairs')).get('p1')?.objections).toEqual([
      { recipientArea: 'repairs', capturedAt: '2026-03-10T09:00:00.000Z', isWithdrawn: false },
    ]);
    expect(await events()).toMatchObject([
      { type: 'ObjectionRecorded', entityId: recorded.id, personId: 'p1', sourceArea: null, recipientArea: 'repairs' },
    ]);
    expect(announced()).toBe(1);
  });

  it('while one of the same hand holds answers it', async () => {
    const { operations, events } = await createConsentStage();
    for (const call of [third, resident]) {
      const first = await operations.recordObjection(objection, call);
      expect(await operations.recordObjection(objection, call)).toEqual(first);
    }
    expect(await events()).toHaveLength(2);
  });

  it('of the resident stays when the area objected to withdraws its own, also when a service of that area spoke for the resident', async () => {
    const { operations, store } = await createConsentStage();
    const { id } = await operations.recordObjection(objection, recipient);
    const spoken = signedCallOf({ kind: 'service', actingArea: 'repairs', onBehalfOf: resident.subject });
    const own = await operations.recordObjection(objection, spoken);
    expect(own).toMatchObject({ capturedByArea: null });
    await operations.withdrawObjection({ id }, recipient);
    await expect(operations.withdrawObjection({ id: own.id }, recipient)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await store.find(['p1'], 'repairs')).get('p1')?.objections).toContainEqual(expect.objectContaining({ isWithdrawn: false }));
  });

  it('beside a hidden one is as without it', async () => {
    const [alone, beside] = [await createConsentStage(), await createConsentStage()];
    await beside.operations.recordObjection(objection, third);
    const expected = await alone.operations.recordObjection(objection, owner);
    const { id, ...rest } = await beside.operations.recordObjection(objection, owner);
    expect({ id: expected.id, ...rest }).toEqual(expected);
    expect((await beside.registers())[0]?.objections).toHaveLength(2);
  });

  it('after a withdrawal makes a new one', async () => {
    const { operations } = await createConsentStage();
    const { id } = await operations.recordObjection(objection, owner);
    await operations.withdrawObjection({ id }, owner);
    expect((await operations.recordObjection(objection, owner)).id).not.toBe(id);
  });

  it('is never older than a consent to the recipient that was there before, whatever the clocks say', async () => {
    const { operations, pass } = await createConsentStage();
    const { capturedAt } = await operations.captureConsent(consentOf(), owner);
    pass(-5_000);
    expect((await operations.recordObjection(objection, resident)).capturedAt).toBe(capturedAt);
    const other = await operations.recordObjection({ ...objection, recipientArea: 'benefits' }, resident);
    expect(other.capturedAt).toBe('2026-03-10T08:59:55.000Z');
  });

  it('reports every problem at once', async () => {
    const { operations } = await createConsentStage();
    const wrong = { ...objection, personId: ' ', recipientArea: 'fisheries' };
    expect(await failureOf(operations.recordObjection(wrong, owner))).toMatchObject({
      details: {
        problems: [
          { path: 'input.personId', code: 'INVALID_FORMAT' },
          { path: 'input.recipientArea', code: 'UNKNOWN_CODE' },
        ],
      },
    });
  });

  it('is NOT_FOUND for an unknown person, and in the same words for one who is not the resident', async () => {
    const { operations, registers } = await createConsentStage();
    const unknown = await failureOf(operations.recordObjection({ ...objection, personId: 'nobody' }, owner));
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such person.' });
    expect(await failureOf(operations.recordObjection(objection, neighbour))).toEqual(unknown);
    expect(await registers()).toEqual([]);
  });

  it('is FORBIDDEN for a steward', async () => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.recordObjection(objection, steward))).toMatchObject({ details: { ruleId: 'N2' } });
  });
});

describe('withdrawObjection', () => {
  it.each([
    ['the area that captured it', third],
    ['the resident', resident],
  ])('by %s ends it, once', async (_title, call) => {
    const { operations, store, events } = await createConsentStage();
    const { id } = await operations.recordObjection(objection, third);
    const withdrawn = await operations.withdrawObjection({ id }, call);
    expect(withdrawn).toMatchObject({ id, withdrawal: { by: call.subject.id, at: '2026-03-10T09:00:00.000Z' }, version: 1 });
    expect(await operations.withdrawObjection({ id }, call)).toEqual(withdrawn);
    expect((await store.find(['p1'], 'repairs')).get('p1')?.objections).toMatchObject([{ isWithdrawn: true }]);
    expect((await events()).map(({ type }) => type)).toEqual(['ObjectionRecorded', 'ObjectionWithdrawn']);
  });

  it.each([
    ['the recipient, which sees it', recipient],
    ['another area', owner],
    ['another resident', neighbour],
  ])('is NOT_FOUND for %s, in the words of an absent objection', async (_title, call) => {
    const { operations } = await createConsentStage();
    const { id } = await operations.recordObjection(objection, third);
    const absent = await failureOf(operations.withdrawObjection({ id: 'nothing' }, call));
    expect(absent).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such objection.' });
    expect(await failureOf(operations.withdrawObjection({ id }, call))).toEqual(absent);
  });

  it('by an area ends no objection that the resident recorded', async () => {
    const { operations } = await createConsentStage();
    const { id } = await operations.recordObjection(objection, resident);
    expect(await failureOf(operations.withdrawObjection({ id }, recipient))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
