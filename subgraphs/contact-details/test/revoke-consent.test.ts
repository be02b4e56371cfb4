import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, consentOf, createConsentStage } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour, governance } = callers;

describe('revokeConsent (access-model.md section 4, W8)', () => {
  it.each([
    ['the owning area', owner, 1],
    ['the recipient', recipient, 1],
    ['the resident', resident, 1],
    ['an area that does not see it', third, 0],
    ['a steward who does not see it', steward, 0],
    ['an officer who only reads persons', signedCallOf({ actingArea: 'libraries', roles: ['person:read'] }), 0],
  ])('by id is open to %s and answers what they may see', async (_title, call, shown) => {
    const { operations, store, pass, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    pass(1_000);
    const answer = await operations.revokeConsent({ id, method: 'PHONE_CALL' }, call);
    expect(answer).toHaveLength(shown);
    const found = await store.findConsent(id);
    expect(found?.consent.revocation).toEqual({ at: '2026-03-10T09:00:01.000Z', by: call.subject.id, method: 'PHONE_CALL' });
    expect((await store.find(['p1'], 'repairs')).get('p1')?.consents).toMatchObject([{ id, isRevoked: true }]);
    expect((await events()).map(({ type, entityId }) => [type, entityId])).toEqual([
      ['ConsentCaptured', id],
      ['ConsentRevoked', id],
    ]);
  });

  it('is on record with the area whose details were shared, and once', async () => {
    const { operations, recorded } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    await operations.revokeConsent({ id }, third);
    await operations.revokeConsent({ id }, third);
    const change = { personIds: ['p1'], resourceIds: [id], resourceAreas: ['housing'] };
    expect(recorded).toMatchObject([
      { action: 'consent.capture', subject: { id: 'owner', area: 'housing' }, ...change },
      { action: 'consent.revoke', subject: { id: 'third', area: 'benefits' }, ...change },
    ]);
  });

  it('again changes nothing and keeps the first revocation', async () => {
    const { operations, pass, events, announced } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const first = await operations.revokeConsent({ id, method: 'LETTER' }, owner);
    pass(1_000);
    expect(await operations.revokeConsent({ id, method: 'PHONE_CALL' }, recipient)).toEqual(first);
    expect(await events()).toHaveLength(2);
    expect(announced()).toBe(2);
  });

  it('by person ends all of them, also those that wait, and answers what the caller may see, newest first', async () => {
    const { operations, store, pass } = await createConsentStage();
    const first = await operations.captureConsent(consentOf(), owner);
    pass(1);
    const hidden = await operations.captureConsent(consentOf({ sourceArea: 'social-care' }), resident);
    const other = await operations.captureConsent(consentOf({ personId: 'p2' }), owner);
    pass(1);
    const waiting = await operations.captureConsent(consentOf({ sourceArea: 'housing', recipientArea: 'benefits' }), third);
    const answer = await operations.revokeConsent({ personId: 'p1' }, owner);
    expect(answer.map(({ id }) => id)).toEqual([waiting.id, first.id]);
    expect((await store.getRegister('p1')).consents.map(({ id, revocation }) => [id, revocation !== null])).toEqual([
      [first.id, true],
      [hidden.id, true],
      [waiting.id, true],
    ]);
    expect(await store.findPending('housing')).toEqual([]);
    expect((await store.findConsent(other.id))?.consent.revocation).toBeNull();
    expect(await operations.revokeConsent({ personId: 'p1' }, owner)).toEqual(answer);
  });

  it('answers hidden and absent consents and persons to the byte alike', async () => {
    const { operations } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const answers = [];
    for (const input of [{ id }, { id: 'nothing' }, { personId: 'p1' }, { personId: 'p3' }, { personId: 'nobody' }]) {
      answers.push(JSON.stringify(await operations.revokeConsent(input, third)));
    }
    expect(new Set(answers)).toEqual(new Set(['[]']));
  });

  it('by a resident, also behind a service, ends nothing of somebody else', async () => {
    const { operations, store, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const portal = signedCallOf({ kind: 'service', actingArea: 'housing', onBehalfOf: neighbour.subject });
    for (const call of [neighbour, portal]) {
      for (const input of [{ id }, { id: 'nothing' }, { personId: 'p1' }]) expect(await operations.revokeConsent(input, call)).toEqual([]);
    }
    expect((await store.findConsent(id))?.consent.revocation).toBeNull();
    expect(await events()).toHaveLength(1);
  });

  it.each([
    ['neither id nor person', {}, 'REQUIRED'],
    ['both', { id: 'c', personId: 'p1' }, 'CONTRADICTION'],
  ])('is BAD_USER_INPUT for %s', async (_title, input, code) => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.revokeConsent(input, owner))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input', code }] },
    });
  });

  it('is FORBIDDEN for those who speak with nobody', async () => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.revokeConsent({ id: 'c' }, governance))).toMatchObject({
      code: 'FORBIDDEN',
      details: { ruleId: 'N3' },
    });
  });

  it('by many at once revokes once', async () => {
    const { operations, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const answers = await Promise.all(Array.from({ length: 20 }, () => operations.revokeConsent({ id }, owner)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await events()).toHaveLength(2);
  });

  it('at once with captures loses none of them', async () => {
    const { operations, store, events } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const captures = Array.from({ length: 10 }, () => operations.captureConsent(consentOf(), recipient));
    const [revoked] = await Promise.all([operations.revokeConsent({ id }, owner), ...captures]);
    expect(revoked).toMatchObject([{ id, revocation: { by: 'owner' } }]);
    const { consents, version } = await store.getRegister('p1');
    expect(consents).toHaveLength(11);
    expect(consents[0]?.revocation).not.toBeNull();
    expect(version).toBe(11);
    expect(await events()).toHaveLength(12);
  });
});
