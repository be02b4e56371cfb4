import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { callers, createRestrictionStage, type RestrictionStage } from './restriction-stage.ts';

const reason = 'Moved away from a violent partner.';
const forbidden = (ruleId: string) => ({ code: 'FORBIDDEN', message: 'Not allowed.', details: { ruleId } });
const conflict = { code: 'CONFLICT', message: 'Expected a proposal to lift that is less than 24 hours old; propose it first.' };
const noRestriction = { code: 'NOT_FOUND', message: 'There is no such restriction.' };
const hour = 60 * 60 * 1_000;

/** A stage on which the lead has restricted p1. */
const createRestrictedStage = async (): Promise<RestrictionStage> => {
  const stage = await createRestrictionStage();
  await stage.operations.restrictPerson({ personId: 'p1', reason }, callers.lead);
  return stage;
};

describe('restrictPerson', () => {
  it('restricts a person for everybody but the area and whom it names, and is on record', async () => {
    const { operations, store, recorded, announced, events } = await createRestrictionStage();
    const compartment = [{ area: 'housing', role: 'contact:read' }, { subjectId: 'officer-9' }];
    const answer = await operations.restrictPerson({ personId: 'p1', reason, compartment, caseReference: 'CASE-7' }, callers.lead);
    expect(answer).toMatchObject({
      searchConfirmed: true,
      restriction: {
        personId: 'p1',
        area: 'social-care',
        restrictedBy: 'lead',
        restrictedAt: '2026-03-10T09:00:00.000Z',
        reason,
        compartment: [
          { area: 'social-care', role: 'contact:read' },
          { area: 'social-care', role: 'safeguarding' },
          { area: 'housing', role: 'contact:read' },
          { subjectId: 'officer-9' },
        ],
        steps: [{ kind: 'RESTRICTED', by: 'lead', caseReference: 'CASE-7' }],
        version: 1,
        confirmedVersion: 1,
      },
    });
    expect((await store.findRestrictions(['p1', 'p2'])).get('p1')?.compartment).toEqual(answer.restriction.compartment);
    expect(recorded).toMatchObject([{ action: 'restriction.restrict', personIds: ['p1'], subject: { id: 'lead' } }]);
    expect([announced(), await events()]).toMatchObject([1, [{ type: 'PersonRestricted', entityId: 'p1', version: 1 }]]);
  });

  it.each(['fails', 'is silent'] as const)('restricts at once and says so when search %s', async (answer) => {
    const { operations, store, setSearch, events } = await createRestrictionStage();
    setSearch(answer);
    const { searchConfirmed } = await operations.restrictPerson({ personId: 'p1', reason }, callers.lead);
    expect([searchConfirmed, (await store.findActive(['p1'])).has('p1'), (await events()).length]).toEqual([false, true, 1]);
    setSearch('confirms');
    expect((await operations.restrictPerson({ personId: 'p1', reason }, callers.lead)).searchConfirmed).toBe(true);
  });

  it('adds to the compartment from inside and takes back a proposal to lift', async () => {
    const { operations, events } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    const more = { personId: 'p1', reason, compartment: [{ subjectId: 'officer-9' }, { area: 'social-care', role: 'safeguarding' }] };
    const { restriction } = await operations.restrictPerson(more, callers.colleague);
    expect(restriction).toMatchObject({ version: 3, liftProposal: null, restrictedBy: 'lead' });
    expect(restriction.compartment).toHaveLength(3);
    expect(restriction.steps.map(({ kind }) => kind)).toEqual(['RESTRICTED', 'LIFT_PROPOSED', 'AMENDED']);
    expect(await events()).toHaveLength(1);
  });

  it('answers one FORBIDDEN from outside and writes nothing', async () => {
    const { operations, store, recorded } = await createRestrictedStage();
    expect(await failureOf(operations.restrictPerson({ personId: 'p1', reason }, callers.approver))).toMatchObject(forbidden('S4'));
    expect([(await store.findByPerson('p1'))?.version, recorded.length]).toEqual([1, 1]);
  });

  it('tells every problem of the input at once', async () => {
    const { operations, recorded } = await createRestrictionStage();
    const input = { personId: 'p1', reason: 'Short.', caseReference: '<b>', compartment: [{ area: 'moon', role: 'contact:read' }] };
    expect(await failureOf(operations.restrictPerson(input, callers.lead))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: {
        problems: [
          { path: 'input.reason', code: 'TOO_SHORT' },
          { path: 'input.caseReference', code: 'INVALID_FORMAT' },
          { path: 'input.compartment.0.area', code: 'UNKNOWN_CODE' },
        ],
      },
    });
    expect(recorded).toEqual([]);
  });

  it('is NOT_FOUND for an unknown person', async () => {
    const { operations } = await createRestrictionStage();
    expect(await failureOf(operations.restrictPerson({ personId: 'x', reason }, callers.lead))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('changes nothing when it cannot go on record', async () => {
    const { operations, store, loseLog } = await createRestrictionStage();
    loseLog();
    expect(await failureOf(operations.restrictPerson({ personId: 'p1', reason }, callers.lead))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
    expect(await store.findByPerson('p1')).toBeNull();
  });

  it('keeps the compartment small', async () => {
    const { operations } = await createRestrictedStage();
    const named = (from: number) => Array.from({ length: 20 }, (_, place) => ({ subjectId: `officer-${from + place}` }));
    for (const from of [0, 20, 40, 60]) await operations.restrictPerson({ personId: 'p1', reason, compartment: named(from) }, callers.lead);
    expect(await failureOf(operations.restrictPerson({ personId: 'p1', reason, compartment: named(80) }, callers.lead))).toMatchObject({
      details: { problems: [{ path: 'input.compartment', code: 'TOO_MANY' }] },
    });
  });

  it('loses nothing when several restrict at once', async () => {
    const { operations, store } = await createRestrictionStage();
    const subjects = ['officer-1', 'officer-2', 'officer-3', 'officer-4'];
    await Promise.all(
      subjects.map((subjectId) => operations.restrictPerson({ personId: 'p1', reason, compartment: [{ subjectId }] }, callers.lead)),
    );
    expect(await store.findByPerson('p1')).toMatchObject({ version: 4 });
    expect((await store.findByPerson('p1'))?.compartment).toHaveLength(6);
  });
});

describe('liftRestriction', () => {
  it('leaves the person restricted until somebody else confirms', async () => {
    const { operations, store, events, recorded } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    expect((await store.findActive(['p1'])).get('p1')?.liftProposal).toEqual({ at: '2026-03-10T09:00:00.000Z', by: 'lead' });
    expect(await operations.confirmLiftRestriction('p1', callers.approver)).toBe('p1');
    expect(await store.findRestrictions(['p1'])).toEqual(new Map());
    expect((await events()).map(({ type, version }) => [type, version])).toEqual([
      ['PersonRestricted', 1],
      ['RestrictionLifted', 3],
    ]);
    expect(recorded.map(({ action }) => action)).toEqual(['restriction.restrict', 'restriction.propose-lift', 'restriction.lift']);
    expect((await store.findByPerson('p1'))?.compartment).toEqual([]);
  });

  it('can be followed by another restriction, whose steps go on', async () => {
    const { operations, store } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    await operations.confirmLiftRestriction('p1', callers.colleague);
    await operations.restrictPerson({ personId: 'p1', reason }, callers.approver);
    expect(await store.findByPerson('p1')).toMatchObject({ area: 'housing', version: 4, toldVersion: 4, confirmedVersion: 4 });
    expect((await store.findByPerson('p1'))?.steps).toHaveLength(4);
  });

  it('changes nothing while a proposal waits', async () => {
    const { operations } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    expect(await operations.liftRestriction({ personId: 'p1', reason }, callers.colleague)).toMatchObject({
      version: 2,
      liftProposal: { by: 'lead' },
    });
  });

  it.each([
    ['is not proposed from outside', callers.approver, 'p1', forbidden('S4')],
    ['is not proposed of a person who is not restricted', callers.lead, 'p2', noRestriction],
  ])('%s', async (_title, caller, personId, failure) => {
    const { operations } = await createRestrictedStage();
    expect(await failureOf(operations.liftRestriction({ personId, reason }, caller))).toMatchObject(failure);
  });

  it('is not confirmed by who proposed it', async () => {
    const { operations, store } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    expect(await failureOf(operations.confirmLiftRestriction('p1', callers.lead))).toMatchObject(forbidden('S3'));
    expect((await store.findActive(['p1'])).has('p1')).toBe(true);
  });

  it.each([
    ['1 ms before 24 hours', 24 * hour - 1, false],
    ['after 24 hours', 24 * hour, true],
    ['under a clock that stepped back', -1, true],
  ])('is confirmed within 24 hours: %s', async (_title, passed, isTooLate) => {
    const { operations, pass } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    pass(passed);
    const confirmed = operations.confirmLiftRestriction('p1', callers.approver);
    if (isTooLate) expect(await failureOf(confirmed)).toMatchObject(conflict);
    else expect(await confirmed).toBe('p1');
  });

  it.each(['p1', 'p2', 'x'])('is not confirmed without a proposal, of %s', async (personId) => {
    const { operations } = await createRestrictedStage();
    expect(await failureOf(operations.confirmLiftRestriction(personId, callers.approver))).toMatchObject(conflict);
  });

  it('changes nothing when it cannot go on record', async () => {
    const { operations, store, loseLog } = await createRestrictedStage();
    await operations.liftRestriction({ personId: 'p1', reason }, callers.lead);
    loseLog();
    expect(await failureOf(operations.confirmLiftRestriction('p1', callers.approver))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect((await store.findActive(['p1'])).has('p1')).toBe(true);
  });
});

describe('a restriction is shown', () => {
  it.each([
    ['somebody inside', callers.worker, true],
    ['safeguarding of another area', callers.approver, true],
    ['governance', callers.governance, true],
    ['an officer outside', callers.officer, false],
  ])('to %s: %#', async (_title, caller, isShown) => {
    const { operations } = await createRestrictedStage();
    const disclosed: unknown[] = [];
    const call = { ...caller, disclose: (disclosure: unknown) => void disclosed.push(disclosure) };
    expect((await operations.restrictionOf('p1', call)) !== null).toBe(isShown);
    expect(disclosed).toEqual(isShown ? [{ action: 'restriction.read', personIds: ['p1'], resourceIds: ['p1'] }] : []);
  });

  it('as a fact to whoever asks, and that goes on record', async () => {
    const { operations } = await createRestrictedStage();
    const disclosed: unknown[] = [];
    const call = { ...callers.officer, disclose: (disclosure: unknown) => void disclosed.push(disclosure) };
    expect(await Promise.all(['p1', 'p2'].map((personId) => operations.isRestricted(personId, call)))).toEqual([true, false]);
    expect(disclosed).toEqual([{ action: 'person.read-restricted', personIds: ['p1'], resourceIds: ['p1'] }]);
    expect(await operations.findForWorkers(['p1', 'p2'])).toMatchObject({ restrictions: [{ personId: 'p1', version: 1 }] });
  });
});
