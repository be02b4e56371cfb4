import type { SignedCall } from '@resident-graph/service-kit';
import { failureOf, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, consentOf, createConsentStage, rowOf } from './consent-stage.ts';

const { owner, recipient, third, steward, resident, neighbour, governance } = callers;
const year = 365 * 24 * 60 * 60 * 1_000;

const portalOf = (area: string, user: SignedCall): SignedCall =>
  signedCallOf({ kind: 'service', actingArea: area, onBehalfOf: user.subject });

/** A person with a consent from housing to repairs, one from social care to benefits, and an objection that libraries captured. */
const createScene = async () => {
  const stage = await createConsentStage();
  const { operations, pass } = stage;
  const first = await operations.captureConsent(consentOf(), owner);
  pass(1);
  const second = await operations.captureConsent(consentOf({ sourceArea: 'social-care', recipientArea: 'benefits' }), resident);
  const objection = await operations.recordObjection(
    { personId: 'p1', kind: 'RECIPIENT_AREA', recipientArea: 'repairs' },
    signedCallOf({ actingArea: 'libraries' }),
  );
  const names = new Map([
    [first.id, 'first'],
    [second.id, 'second'],
    [objection.id, 'objection'],
  ]);
  const nameAll = (items: readonly { readonly id: string }[]): readonly (string | undefined)[] => items.map(({ id }) => names.get(id));
  return { ...stage, nameAll };
};

describe('what a caller sees of a person (access-model.md section 4)', () => {
  it.each<[string, SignedCall, readonly string[], readonly string[]]>([
    ['the source area', owner, ['first'], []],
    ['the recipient', recipient, ['first'], ['objection']],
    ['the other recipient', third, ['second'], []],
    ['the area that captured the objection', steward, [], ['objection']],
    ['an area that is neither', signedCallOf({ actingArea: 'council-tax' }), [], []],
    ['the resident', resident, ['second', 'first'], ['objection']],
    ['another resident', neighbour, [], []],
    ['governance', governance, ['second', 'first'], ['objection']],
    ['an analyst', signedCallOf({ kind: 'analyst' }), [], []],
    ['a service for the resident', portalOf('benefits', resident), ['second'], []],
    ['a service for another resident', portalOf('benefits', neighbour), [], []],
  ])('%s', async (_title, call, consents, objections) => {
    const { operations, nameAll } = await createScene();
    expect(nameAll(await operations.consentsOf('p1', call))).toEqual(consents);
    expect(nameAll(await operations.objectionsOf('p1', call))).toEqual(objections);
  });

  it('names only rows that the reader sees, but to the owning area', async () => {
    const { operations, rows } = await createConsentStage();
    rows.push(rowOf('d-1'), rowOf('d-2'));
    const both = await operations.captureConsent(consentOf({ contactDetailIds: ['d-1', 'd-2'] }), owner);
    const second = await operations.captureConsent(consentOf({ contactDetailIds: ['d-2'] }), owner);
    rows.pop();
    const named = async (call: SignedCall) =>
      (await operations.consentsOf('p1', call)).map(({ id, contactDetailIds }) => [id, contactDetailIds]).toReversed();
    const whole = [
      [both.id, ['d-1', 'd-2']],
      [second.id, ['d-2']],
    ];
    expect(await named(owner)).toEqual(whole);
    expect(await named(governance)).toEqual(whole);
    expect(await named(recipient)).toEqual([
      [both.id, ['d-1']],
      [second.id, []],
    ]);
    // That something is kept from the resident is kept from the resident too.
    expect(await named(resident)).toEqual([[both.id, ['d-1']]]);
    const revoked = await operations.revokeConsent({ personId: 'p1' }, resident);
    expect(revoked.map(({ id, contactDetailIds }) => [id, contactDetailIds])).toEqual([[both.id, ['d-1']]]);
  });

  it('is nothing of a person of whom nothing is recorded', async () => {
    const { operations } = await createConsentStage();
    expect(await operations.consentsOf('nobody', owner)).toEqual([]);
    expect(await operations.objectionsOf('nobody', resident)).toEqual([]);
  });

  it('is the newest 100, and what a mutation just did', async () => {
    const { operations, pass } = await createConsentStage();
    for (let index = 0; index < 101; index += 1) {
      pass(1);
      await operations.captureConsent(consentOf({ evidenceRef: `form ${index}` }), owner);
    }
    const before = await operations.consentsOf('p1', owner);
    expect(before).toHaveLength(100);
    expect(before[0]?.evidenceRef).toBe('form 100');
    await operations.revokeConsent({ personId: 'p1' }, owner);
    expect((await operations.consentsOf('p1', owner))[0]?.revocation).not.toBeNull();
  });
});

describe('consentsToConfirm', () => {
  it('is the queue of the owning area, oldest first, page by page', async () => {
    const { operations, pass } = await createConsentStage();
    const captured = [];
    for (const personId of ['p3', 'p1', 'p2']) {
      pass(1);
      captured.push((await operations.captureConsent(consentOf({ personId }), recipient)).id);
    }
    await operations.captureConsent(consentOf({ sourceArea: 'social-care' }), recipient);
    await operations.captureConsent(consentOf(), owner);
    const page = await operations.consentsToConfirm({ first: 2 }, owner);
    expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await operations.consentsToConfirm({ first: 2, after: page.pageInfo.endCursor }, owner);
    expect([...page.edges, ...rest.edges].map(({ node }) => node.id)).toEqual(captured);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    for (const call of [recipient, third]) expect((await operations.consentsToConfirm({}, call)).totalCount).toBe(0);
    expect(await failureOf(operations.consentsToConfirm({ after: page.pageInfo.endCursor }, recipient))).toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });

  it('loses what was confirmed, revoked or has expired', async () => {
    const { operations, pass } = await createConsentStage();
    const [confirmed, revoked] = [
      await operations.captureConsent(consentOf(), recipient),
      await operations.captureConsent(consentOf(), recipient),
    ];
    await operations.captureConsent(consentOf(), recipient);
    await operations.confirmConsent({ id: confirmed.id }, owner);
    await operations.revokeConsent({ id: revoked.id }, third);
    pass(year - 1);
    expect((await operations.consentsToConfirm({}, owner)).totalCount).toBe(1);
    pass(1);
    expect((await operations.consentsToConfirm({}, owner)).totalCount).toBe(0);
  });

  it.each([
    ['a resident', resident],
    ['governance', governance],
  ])('is FORBIDDEN for %s', async (_title, call) => {
    const { operations } = await createConsentStage();
    expect(await failureOf(operations.consentsToConfirm({}, call))).toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'N4' } });
  });
});
