import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, consentOf, createConsentStage, rowOf } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour, governance } = callers;
const day = 24 * 60 * 60 * 1_000;

describe('captureConsent (access-model.md section 4, W7)', () => {
  it('by the owning area counts at once, with its event, which tells ids and areas only', async () => {
    const { operations, registers, events, announced } = await createConsentStage();
    const consent = await operations.captureConsent(consentOf(), owner);
    expect(consent).toMatchObject({
      personId: 'p1',
      personIds: ['p1'],
      types: ['PHONE'],
      capturedBy: 'owner',
      capturedByArea: 'housing',
      capturedAt: '2026-03-10T09:00:00.000Z',
      pendingFor: null,
      revocation: null,
      version: 0,
    });
    expect(consent).not.toHaveProperty('noticeText');
    expect(await registers()).toMatchObject([{ personId: 'p1', version: 0, consents: [{ id: consent.id }] }]);
    expect(await events()).toEqual([
      {
        id: expect.any(String) as string,
        type: 'ConsentCaptured',
        entityId: consent.id,
        version: 0,
        at: '2026-03-10T09:00:00.000Z',
        correlationId: 'correlation-1',
        personId: 'p1',
        sourceArea: 'housing',
        recipientArea: 'repairs',
      },
    ]);
    expect(announced()).toBe(1);
  });

  it('by the recipient waits for the owning area', async () => {
    const { operations, store } = await createConsentStage();
    const consent = await operations.captureConsent(consentOf(), recipient);
    expect(consent).toMatchObject({ capturedByArea: 'repairs', pendingFor: 'housing', confirmation: null });
    expect((await store.find(['p1'], 'repairs')).get('p1')?.consents).toMatchObject([{ id: consent.id, isPending: true }]);
  });

  it('by the resident counts at once, for any areas', async () => {
    const { operations } = await createConsentStage();
    const consent = await operations.captureConsent(consentOf({ sourceArea: 'social-care' }), resident);
    expect(consent).toMatchObject({ sourceArea: 'social-care', capturedBy: 'resident', capturedByArea: null, pendingFor: null });
  });

  it('by a service for the resident has the lower of both: as recipient it waits', async () => {
    const { operations } = await createConsentStage();
    const portal = signedCallOf({ kind: 'service', actingArea: 'repairs', onBehalfOf: resident.subject });
    expect(await operations.captureConsent(consentOf(), portal)).toMatchObject({ pendingFor: 'housing', capturedBy: 'resident' });
    expect(await failureOf(operations.captureConsent(consentOf({ personId: 'p2' }), portal))).toMatchObject({ code: 'NOT_FOUND' });
    const other = signedCallOf({ kind: 'service', actingArea: 'benefits', onBehalfOf: resident.subject });
    expect(await failureOf(operations.captureConsent(consentOf(), other))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    ['another area', third],
    ['a steward', steward],
    ['governance', governance],
    ['an officer who only reads', signedCallOf({ roles: ['contact:read'] })],
  ])('is FORBIDDEN for %s', async (_title, call) => {
    const { operations, registers } = await createConsentStage();
    expect(await failureOf(operations.captureConsent(consentOf(), call))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'N2' } });
    expect(await registers()).toEqual([]);
  });

  it('reports every problem at once and writes nothing', async () => {
    const { operations, registers } = await createConsentStage();
    const wrong = consentOf({ personId: ' ', types: [], evidenceRef: '<b>', supersedesId: 'nothing' });
    expect(await failureOf(operations.captureConsent(wrong, owner))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          { path: 'input.types', code: 'REQUIRED' },
          { path: 'input.evidenceRef', code: 'W42' },
          { path: 'input.personId', code: 'INVALID_FORMAT' },
          { path: 'input.supersedesId', code: 'NOT_FOUND' },
        ],
      },
    });
    expect(await registers()).toEqual([]);
  });

  it('is NOT_FOUND for an unknown person, and in the same words for one who is not the resident', async () => {
    const { operations } = await createConsentStage();
    const unknown = await failureOf(operations.captureConsent(consentOf({ personId: 'nobody' }), owner));
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such person.' });
    for (const personId of ['p1', 'nobody']) {
      expect(await failureOf(operations.captureConsent(consentOf({ personId }), neighbour))).toEqual(unknown);
    }
  });
});

describe('a consent that names details', () => {
  it('names rows that the owning area sees in full', async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('d1'), rowOf('d2', { relation: 'DAUGHTER', hasThirdPartyAgreed: true }));
    expect(await operations.captureConsent(consentOf({ contactDetailIds: ['d1', 'd2'] }), owner)).toMatchObject({
      types: null,
      contactDetailIds: ['d1', 'd2'],
    });
    expect(await operations.captureConsent(consentOf({ contactDetailIds: ['d1'] }), resident)).toMatchObject({ pendingFor: null });
  });

  it('tells rows that are absent, hidden, masked, historic, of another area or person apart by nothing', async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('masked', {}, 'MASK'), rowOf('historic', { isActive: false }), rowOf('foreign', { area: 'social-care' }));
    rows.push(rowOf('of-p2', { targetId: 'p2' }));
    const failures = [];
    for (const id of ['absent', 'masked', 'historic', 'foreign', 'of-p2']) {
      failures.push(await failureOf(operations.captureConsent(consentOf({ contactDetailIds: [id] }), owner)));
    }
    expect(failures[0]).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.contactDetailIds.0', code: 'NOT_FOUND' }] },
    });
    expect(new Set(failures.map((failure) => JSON.stringify([failure, (failure as Error).message]))).size).toBe(1);
  });

  it("says that a third party has to agree first, also to an emergency contact's", async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('d1'), rowOf('d2', { relation: 'DAUGHTER' }), rowOf('d3', { subType: 'EMERGENCY_CONTACT' }));
    expect(await failureOf(operations.captureConsent(consentOf({ contactDetailIds: ['d1', 'd2', 'd3'] }), owner))).toMatchObject({
      details: {
        problems: [
          { path: 'input.contactDetailIds.1', code: 'CONTRADICTION' },
          { path: 'input.contactDetailIds.2', code: 'CONTRADICTION' },
        ],
      },
    });
  });

  it('is refused to the recipient in the same words whether the row exists or not', async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('d1'));
    const [known, unknown] = await Promise.all(
      ['d1', 'd2'].map((id) => failureOf(operations.captureConsent(consentOf({ contactDetailIds: [id] }), recipient))),
    );
    expect(known).toMatchObject({ details: { problems: [{ path: 'input.contactDetailIds', code: 'CONTRADICTION' }] } });
    expect(unknown).toEqual(known);
  });
});

describe('a consent that takes the place of another', () => {
  it('revokes it in the same write', async () => {
    const { operations, registers, events } = await createConsentStage();
    const wide = await operations.captureConsent(consentOf({ types: ['PHONE', 'EMAIL'] }), owner);
    const narrow = await operations.captureConsent(consentOf({ supersedesId: wide.id, method: 'LETTER' }), owner);
    expect(narrow.supersedesId).toBe(wide.id);
    expect(await registers()).toMatchObject([
      { version: 1, consents: [{ id: wide.id, version: 1, revocation: { by: 'owner', method: 'LETTER' } }, { id: narrow.id }] },
    ]);
    expect((await events()).map(({ type, entityId }) => [type, entityId])).toEqual([
      ['ConsentCaptured', wide.id],
      ['ConsentRevoked', wide.id],
      ['ConsentCaptured', narrow.id],
    ]);
  });

  it('must be of the same person and areas and not revoked', async () => {
    const { operations } = await createConsentStage();
    const others = [
      await operations.captureConsent(consentOf({ personId: 'p2' }), owner),
      await operations.captureConsent(consentOf({ recipientArea: 'benefits' }), owner),
      await operations.captureConsent(consentOf({ sourceArea: 'social-care' }), recipient),
    ];
    const revoked = await operations.captureConsent(consentOf(), owner);
    await operations.revokeConsent({ id: revoked.id }, owner);
    const failures = [];
    for (const id of ['nothing', ...others.map(({ id: other }) => other), revoked.id]) {
      failures.push(await failureOf(operations.captureConsent(consentOf({ supersedesId: id }), owner)));
    }
    expect(failures[0]).toMatchObject({ details: { problems: [{ path: 'input.supersedesId', code: 'NOT_FOUND' }] } });
    expect(new Set(failures.map((failure) => JSON.stringify([failure, (failure as Error).message]))).size).toBe(1);
  });

  it('is superseded once by many at once', async () => {
    const { operations, registers } = await createConsentStage();
    const { id } = await operations.captureConsent(consentOf(), owner);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => operations.captureConsent(consentOf({ supersedesId: id }), owner)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await registers())[0]?.consents).toHaveLength(2);
  });
});

describe('captureConsent with an idempotency key', () => {
  const input = consentOf({ idempotencyKey: 'key-1' });

  it('answers the first consent to the same input, also when that would be wrong now', async () => {
    const { operations, rows, events } = await createConsentStage();
    const earlier = await operations.captureConsent(consentOf(), owner);
    rows.push(rowOf('d1'));
    const named = consentOf({ contactDetailIds: ['d1'], supersedesId: earlier.id, idempotencyKey: 'key-1' });
    const first = await operations.captureConsent(named, owner);
    rows.pop();
    expect(await operations.captureConsent(named, owner)).toEqual(first);
    expect(await events()).toHaveLength(3);
  });

  it('used many times at once makes one consent', async () => {
    const { operations, events } = await createConsentStage();
    const earlier = await operations.captureConsent(consentOf(), owner);
    const superseding = { ...input, supersedesId: earlier.id };
    const consents = await Promise.all(Array.from({ length: 20 }, () => operations.captureConsent(superseding, owner)));
    expect(new Set(consents.map(({ id }) => id)).size).toBe(1);
    expect(await events()).toHaveLength(3);
  });

  it('refuses other input, also of another person, and counts for its caller alone', async () => {
    const { operations } = await createConsentStage();
    const first = await operations.captureConsent(input, owner);
    for (const other of [
      { ...input, evidenceRef: 'form 13' },
      { ...input, personId: 'p2' },
    ]) {
      expect(await failureOf(operations.captureConsent(other, owner))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
    expect((await operations.captureConsent({ ...input, evidenceRef: 'form 13' }, recipient)).id).not.toBe(first.id);
  });

  it('is forgotten after 24 hours', async () => {
    const { operations, pass, registers } = await createConsentStage();
    const first = await operations.captureConsent(input, owner);
    pass(day - 1);
    expect((await operations.captureConsent(input, owner)).id).toBe(first.id);
    pass(1);
    expect((await operations.captureConsent(input, owner)).id).not.toBe(first.id);
    expect((await registers())[0]?.idempotency).toHaveLength(1);
  });

  it("does not let the resident name what is withheld from them, nor a row that is no person's", async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('d-1', { isWithheldFromSubject: true }), rowOf('d-2', { targetType: 'TENURE' }));
    const input = consentOf({ contactDetailIds: ['d-1', 'd-2'] });
    await expect(operations.captureConsent(input, callers.owner)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          { path: 'input.contactDetailIds.0', code: 'CONTRADICTION' },
          { path: 'input.contactDetailIds.1', code: 'NOT_FOUND' },
        ],
      },
    });
  });

  it('refuses a beginning that lies years ahead', async () => {
    const { operations } = await createConsentStage();
    const input = consentOf({ validFrom: '9999-12-31T23:59:59.999Z' });
    await expect(operations.captureConsent(input, callers.owner)).rejects.toMatchObject({
      details: { problems: expect.arrayContaining([expect.objectContaining({ path: 'input.validFrom', code: 'INVALID_VALUE' })]) },
    });
  });
});
