import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, consentOf, createConsentStage } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour } = callers;

describe('confirmConsent (access-model.md W7a)', () => {
  it.each([
    ['the owning area', owner],
    ['the resident', resident],
  ])('by %s makes it count, once', async (_title, call) => {
    const { operations, store, events, announced } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), recipient);
    const confirmed = await operations.confirmConsent({ id }, call);
    expect(confirmed).toMatchObject({ id, pendingFor: null, confirmation: { by: call.subject.id }, version: 1 });
    expect(await operations.confirmConsent({ id }, call)).toEqual(confirmed);
    expect((await store.find(['p1'], 'repairs')).get('p1')?.consents).toMatchObject([{ isPending: false }]);
    expect((await events()).map(({ type, version }) => [type, version])).toEqual([
      ['ConsentCaptured', 0],
      ['ConsentConfirmed', 1],
    ]);
    expect(announced()).toBe(2);
  });

  it('is FORBIDDEN for the recipient, which sees it and may not', async () => {
    const { operations, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), recipient);
    const portal = signedCallOf({ kind: 'service', actingArea: 'repairs', onBehalfOf: resident.subject });
    for (const call of [recipient, portal]) {
      expect(await failureOf(operations.confirmConsent({ id }, call))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'N5' } });
    }
    expect(await events()).toHaveLength(1);
  });

  it.each([
    ['another area', third],
    ['another resident', neighbour],
  ])('is NOT_FOUND for %s, in the words of an absent consent', async (_title, call) => {
    const { operations } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), recipient);
    const absent = await failureOf(operations.confirmConsent({ id: 'nothing' }, call));
    expect(absent).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such consent.' });
    expect(await failureOf(operations.confirmConsent({ id }, call))).toEqual(absent);
  });

  it('is FORBIDDEN for those who capture no consents', async () => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.confirmConsent({ id: 'nothing' }, steward))).toMatchObject({ details: { ruleId: 'N2' } });
  });

  it('brings back no revoked consent, and leaves one that counts as it is', async () => {
    const { operations, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), recipient);
    await operations.revokeConsent({ id }, owner);
    expect(await operations.confirmConsent({ id }, owner)).toMatchObject({ confirmation: null, revocation: { by: 'owner' } });
    const own = await operations.captureConsent(consentOf(), owner);
    expect(await operations.confirmConsent({ id: own.id }, owner)).toEqual(own);
    expect((await events()).map(({ type }) => type)).toEqual(['ConsentCaptured', 'ConsentRevoked', 'ConsentCaptured']);
  });

  it('at once with a revocation loses neither: it is revoked in the end', async () => {
    const { operations, store } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), recipient);
    await Promise.all([operations.confirmConsent({ id }, owner), operations.revokeConsent({ id }, third)]);
    expect((await store.find(['p1'], 'repairs')).get('p1')?.consents).toMatchObject([{ isRevoked: true, isPending: false }]);
  });
});
