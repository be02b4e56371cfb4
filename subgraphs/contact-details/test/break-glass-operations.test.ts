import type { SignedCall } from '@resident-graph/service-kit';
import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it, test } from 'vitest';
import { type BreakGlassStage, callers, createBreakGlassStage, disclosing, emergencyOf } from './break-glass-stage.ts';

const { officer, colleague, approver, both, socialCare, steward, benefits, governance, resident } = callers;
const minute = 60_000;
const forbidden = (ruleId: string) => ({ code: 'FORBIDDEN', message: 'Not allowed.', details: { ruleId } });
const noOpening = { code: 'NOT_FOUND', message: 'There is no such emergency opening.' };
const notOpen = { code: 'CONFLICT', message: 'Expected an emergency opening that is open now; it has to be started anew.' };
const locked = {
  code: 'BREAK_GLASS_LOCKED',
  message: 'The right to break glass is locked; information governance can give it back.',
  details: { ruleId: 'B1' },
};
const note = 'The fire service confirmed it.';

/** A stage on which the officer broke glass for p1. */
const createOpenStage = async (): Promise<BreakGlassStage> => {
  const stage = await createBreakGlassStage();
  await stage.operations.start(emergencyOf(), officer);
  return stage;
};

const factsOf = async ({ store }: BreakGlassStage) => (await store.findOpenings(['p1', 'p2'], 'housing')).get('p1') ?? [];

const startTimes = async ({ operations }: BreakGlassStage, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await operations.start(emergencyOf(), officer);
};

describe('breakGlass', () => {
  it('opens a person to the caller for 30 minutes and is on record before', async () => {
    const stage = await createBreakGlassStage();
    expect(await stage.operations.start(emergencyOf(), officer)).toEqual({
      id: 'opening-1',
      personId: 'p1',
      view: 'WHOLE',
      area: 'housing',
      startedBy: 'officer',
      startedAt: '2026-03-10T09:00:00.000Z',
      endsAt: '2026-03-10T09:30:00.000Z',
      isActive: true,
      reasonCode: 'RISK_TO_LIFE',
      narrative: 'Smoke in the stairwell, nobody answers the door.',
      caseReference: 'CASE-7',
      lawfulBasis: 'VITAL_INTERESTS',
      approvedBy: null,
      approvedAt: null,
      reviewState: 'AWAITING_REVIEW',
      reviewDueAt: '2026-03-12T09:00:00.000Z',
      reviewedAt: null,
      reviewNote: null,
    });
    expect(stage.recorded).toMatchObject([
      { action: 'break-glass.start', personIds: ['p1'], resourceIds: ['opening-1'], breakGlassId: 'opening-1', subject: { id: 'officer' } },
    ]);
    expect(await factsOf(stage)).toMatchObject([{ id: 'opening-1', personIds: ['p1'], area: 'housing', approvedBy: null, endedAt: null }]);
    expect((await stage.store.findById('opening-1'))?.owningAreas).toEqual(['repairs', 'social-care']);
  });

  test.each([
    ['no narrative', { narrative: '' }, 'narrative', 'REQUIRED'],
    ['a narrative of blanks', { narrative: ' \u200b '.repeat(20) }, 'narrative', 'REQUIRED'],
    ['a short narrative', { narrative: 'fire' }, 'narrative', 'TOO_SHORT'],
    ['19 characters among blanks', { narrative: `${'x'.repeat(19)}          ` }, 'narrative', 'TOO_SHORT'],
    ['a long narrative', { narrative: 'x'.repeat(2_001) }, 'narrative', 'TOO_LONG'],
    ['a narrative with markup', { narrative: `<script ${'x'.repeat(20)}` }, 'narrative', 'W42'],
    ['no case', { caseReference: '' }, 'caseReference', 'INVALID_FORMAT'],
    ['a case of another form', { caseReference: 'CASE;7' }, 'caseReference', 'INVALID_FORMAT'],
  ])('is refused with %s, and not counted', async (_title, change, path, code) => {
    const stage = await createBreakGlassStage();
    const failure = await failureOf(stage.operations.start(emergencyOf(change), officer));
    expect(failure).toMatchObject({ code: 'BAD_USER_INPUT', details: { problems: [{ path: `input.${path}`, code }] } });
    expect([stage.recorded, (await stage.store.getUse('officer')).starts]).toEqual([[], 0]);
  });

  it('is refused for an unknown person, and not counted', async () => {
    const { operations, store } = await createBreakGlassStage();
    expect(await failureOf(operations.start(emergencyOf({ personId: 'x1' }), officer))).toMatchObject({ code: 'NOT_FOUND' });
    expect((await store.getUse('officer')).starts).toBe(0);
  });

  test.each([
    ['an officer without the role', benefits],
    ['governance', governance],
    ['a resident', resident],
  ])('is refused for %s', async (_title, call) => {
    const { operations } = await createBreakGlassStage();
    expect(await failureOf(operations.start(emergencyOf(), call))).toMatchObject(forbidden('B1'));
  });

  it('opens nothing and counts nothing when it cannot go on record', async () => {
    const stage = await createBreakGlassStage();
    stage.setLog(false);
    for (let time = 0; time < 4; time += 1)
      expect(await failureOf(stage.operations.start(emergencyOf(), officer))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    stage.setLog(true);
    expect(await factsOf(stage)).toEqual([]);
    await startTimes(stage, 3);
  });

  it('ends by itself, and is not open under a clock that stepped back', async () => {
    const stage = await createOpenStage();
    const isActive = async () => (await stage.operations.queue({}, governance)).edges[0]?.node.isActive;
    stage.setClock('2026-03-10T09:29:59.999Z');
    expect([await isActive(), (await factsOf(stage)).length]).toEqual([true, 1]);
    stage.setClock('2026-03-10T09:30:00.000Z');
    expect([await isActive(), (await factsOf(stage)).length]).toEqual([false, 0]);
    stage.setClock('2026-03-10T08:59:59.999Z');
    expect(await isActive()).toBe(false);
  });
});

describe('the lock', () => {
  it('closes the right at the fourth start of a day, on record, until governance gives it back', async () => {
    const stage = await createBreakGlassStage();
    await startTimes(stage, 3);
    expect(await failureOf(stage.operations.start(emergencyOf(), officer))).toMatchObject(locked);
    expect(stage.recorded.at(-1)).toMatchObject({ action: 'break-glass.lock', personIds: ['p1'], resourceIds: ['officer'] });
    stage.setClock('2026-03-17T09:00:00.000Z');
    expect(await failureOf(stage.operations.start(emergencyOf(), officer))).toMatchObject(locked);
    expect(stage.recorded).toHaveLength(4);
    // Nobody else's right.
    await stage.operations.start(emergencyOf(), colleague);

    expect(await stage.operations.unlock({ subjectId: 'officer', reason: 'Talked with the officer.' }, governance)).toBe('officer');
    expect(stage.recorded.at(-1)).toMatchObject({ action: 'break-glass.unlock', personIds: [], resourceIds: ['officer'] });
    await startTimes(stage, 3);
    expect(await failureOf(stage.operations.start(emergencyOf(), officer))).toMatchObject(locked);
  });

  test.each([
    ['the next day in London, when it is the same day in UTC', '2026-07-10T22:59:00.000Z', '2026-07-10T23:00:00.000Z', true],
    ['the same day in London, when it is the next day in UTC', '2026-07-09T23:30:00.000Z', '2026-07-10T22:30:00.000Z', false],
    ['an earlier day, when the clock stepped back', '2026-07-10T09:00:00.000Z', '2026-07-09T09:00:00.000Z', false],
  ])('counts anew only %s: %s, %s', async (_title, from, then, isOpen) => {
    const stage = await createBreakGlassStage();
    stage.setClock(from);
    await startTimes(stage, 3);
    stage.setClock(then);
    const fourth = stage.operations.start(emergencyOf(), officer);
    if (isOpen) expect(await fourth).toMatchObject({ isActive: true });
    else expect(await failureOf(fourth)).toMatchObject(locked);
  });

  it('holds against starts at the same time', async () => {
    const stage = await createBreakGlassStage();
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => stage.operations.start(emergencyOf(), officer)));
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await factsOf(stage)).toHaveLength(3);
    expect((await stage.store.getUse('officer')).lockedAt).not.toBeNull();
  });

  it('is given back by governance only, with a reason, where there is one, and to nobody by themselves', async () => {
    const stage = await createBreakGlassStage();
    const { operations } = stage;
    const reason = 'Talked with the officer.';
    expect(await failureOf(operations.unlock({ subjectId: 'officer', reason }, governance))).toMatchObject({ code: 'CONFLICT' });
    await startTimes(stage, 3);
    await failureOf(operations.start(emergencyOf(), officer));
    expect(await failureOf(operations.unlock({ subjectId: 'officer', reason }, approver))).toMatchObject(forbidden('B4'));
    expect(await failureOf(operations.unlock({ subjectId: 'officer', reason: 'ok' }, governance))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const sameSubject: SignedCall = { ...governance, subject: { ...governance.subject, id: 'officer' } };
    expect(await failureOf(operations.unlock({ subjectId: 'officer', reason }, sameSubject))).toMatchObject(forbidden('B6'));
    stage.setLog(false);
    expect(await failureOf(operations.unlock({ subjectId: 'officer', reason }, governance))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    stage.setLog(true);
    expect(await failureOf(operations.start(emergencyOf(), officer))).toMatchObject(locked);
  });
});

describe('endBreakGlass', () => {
  it('ends the own opening early, once', async () => {
    const stage = await createOpenStage();
    stage.pass(minute);
    const ended = { isActive: false, endsAt: '2026-03-10T09:01:00.000Z' };
    expect(await stage.operations.end('opening-1', officer)).toMatchObject(ended);
    stage.pass(minute);
    expect(await stage.operations.end('opening-1', officer)).toMatchObject(ended);
    expect(stage.recorded.map(({ action }) => action)).toEqual(['break-glass.start', 'break-glass.end']);
    expect(await factsOf(stage)).toEqual([]);
  });

  it('is the same NOT_FOUND for what is absent and for what is somebody else’s', async () => {
    const { operations } = await createOpenStage();
    expect(await failureOf(operations.end('opening-1', colleague))).toMatchObject(noOpening);
    expect(await failureOf(operations.end('opening-9', officer))).toMatchObject(noOpening);
  });

  it('holds for good when the clock had stepped back', async () => {
    const stage = await createOpenStage();
    stage.setClock('2026-03-10T08:00:00.000Z');
    expect(await stage.operations.end('opening-1', officer)).toMatchObject({ endsAt: '2026-03-10T09:00:00.000Z' });
    stage.setClock('2026-03-10T09:10:00.000Z');
    expect(await factsOf(stage)).toEqual([]);
  });

  it('leaves open what cannot go on record', async () => {
    const stage = await createOpenStage();
    stage.setLog(false);
    expect(await failureOf(stage.operations.end('opening-1', officer))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(await factsOf(stage)).toHaveLength(1);
  });
});

describe('approveBreakGlass', () => {
  it('names another person, once, who is not told the words', async () => {
    const stage = await createOpenStage();
    stage.seen.push({ contactDetailId: 'd1', area: 'social-care', at: '2026-03-10T09:00:00.000Z' });
    stage.pass(minute);
    const approved = await stage.operations.approve('opening-1', approver);
    expect(approved).toMatchObject({
      approvedBy: 'approver',
      approvedAt: '2026-03-10T09:01:00.000Z',
      narrative: null,
      caseReference: null,
    });
    expect(await stage.operations.findSeen(approved)).toEqual([]);
    expect(await factsOf(stage)).toMatchObject([{ approvedBy: 'approver' }]);
    expect(await stage.operations.approve('opening-1', both)).toMatchObject({ approvedBy: 'approver' });
    expect(stage.recorded.map(({ action }) => action)).toEqual(['break-glass.start', 'break-glass.approve']);
  });

  it('is refused for who started it, for what is over and for what there is none of', async () => {
    const stage = await createBreakGlassStage();
    const { operations } = stage;
    await operations.start(emergencyOf(), both);
    expect(await failureOf(operations.approve('opening-1', both))).toMatchObject(forbidden('B5'));
    expect(await failureOf(operations.approve('opening-1', colleague))).toMatchObject(forbidden('B2'));
    expect(await failureOf(operations.approve('opening-9', approver))).toMatchObject(noOpening);
    stage.setClock('2026-03-10T08:59:00.000Z');
    expect(await failureOf(operations.approve('opening-1', approver))).toMatchObject(notOpen);
    stage.setClock('2026-03-10T09:30:00.000Z');
    expect(await failureOf(operations.approve('opening-1', approver))).toMatchObject(notOpen);
  });

  it('changes nothing when it cannot go on record', async () => {
    const stage = await createOpenStage();
    stage.setLog(false);
    expect(await failureOf(stage.operations.approve('opening-1', approver))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(await factsOf(stage)).toMatchObject([{ approvedBy: null }]);
  });
});

describe('reviewBreakGlass', () => {
  it('records the finding, and a later one in its place with a note of its own', async () => {
    const { operations, recorded, store } = await createOpenStage();
    const justified = { id: 'opening-1', reviewState: 'JUSTIFIED', note } as const;
    const found = { reviewState: 'JUSTIFIED', reviewNote: note, reviewedAt: '2026-03-10T09:00:00.000Z' };
    expect(await operations.review(justified, governance)).toMatchObject(found);
    expect(await operations.review(justified, governance)).toMatchObject(found);
    expect(await failureOf(operations.review({ ...justified, reviewState: 'TRAINING' }, governance))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.note', code: 'INVALID_VALUE' }] },
    });
    const later = { id: 'opening-1', reviewState: 'TRAINING', note: 'The officer had not called first.' } as const;
    expect(await operations.review(later, governance)).toMatchObject({ reviewState: 'TRAINING', reviewNote: later.note });
    expect((await store.findById('opening-1'))?.reviews.map(({ state, by }) => [state, by])).toEqual([
      ['JUSTIFIED', 'governance'],
      ['TRAINING', 'governance'],
    ]);
    expect(recorded.map(({ action }) => action)).toEqual(['break-glass.start', 'break-glass.review', 'break-glass.review']);
  });

  test.each([
    ['a finding that is none', { reviewState: 'AWAITING_REVIEW' }, 'reviewState', 'INVALID_VALUE'],
    ['no note', { note: '' }, 'note', 'REQUIRED'],
    ['a short note', { note: 'fine' }, 'note', 'TOO_SHORT'],
  ] as const)('is refused with %s', async (_title, change, path, code) => {
    const { operations } = await createOpenStage();
    const input = { id: 'opening-1', reviewState: 'JUSTIFIED', note, ...change } as const;
    expect(await failureOf(operations.review(input, governance))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: `input.${path}`, code }] },
    });
  });

  it('is for governance, about what there is, and never about what one started', async () => {
    const { operations } = await createOpenStage();
    const input = { id: 'opening-1', reviewState: 'JUSTIFIED', note } as const;
    expect(await failureOf(operations.review(input, approver))).toMatchObject(forbidden('B4'));
    expect(await failureOf(operations.review({ ...input, id: 'opening-9' }, governance))).toMatchObject(noOpening);
    const sameSubject: SignedCall = { ...governance, subject: { ...governance.subject, id: 'officer' } };
    expect(await failureOf(operations.review(input, sameSubject))).toMatchObject(forbidden('B6'));
  });
});

describe('breakGlassQueue', () => {
  const idsOf = async (stage: BreakGlassStage, call: SignedCall): Promise<readonly string[]> =>
    (await stage.operations.queue({}, call)).edges.map(({ node }) => node.id);

  it('shows an owning area what concerns it, governance everything, and others nothing', async () => {
    const stage = await createOpenStage();
    const at = '2026-03-10T09:00:01.000Z';
    const [own, others] = [
      { contactDetailId: 'd1', area: 'social-care', at },
      { contactDetailId: 'd2', area: 'repairs', at },
    ];
    stage.seen.push(own, others);
    const { call, disclosed } = disclosing(socialCare);
    const [edge] = (await stage.operations.queue({}, call)).edges;
    expect(edge?.node).toMatchObject({ id: 'opening-1', startedBy: 'officer', reasonCode: 'RISK_TO_LIFE' });
    expect(edge?.node).toMatchObject({ narrative: null, caseReference: null, reviewNote: null });
    expect(edge && (await stage.operations.findSeen(edge.node))).toEqual([own]);
    expect(disclosed).toEqual([{ action: 'break-glass.read', personIds: ['p1'], resourceIds: ['opening-1'] }]);

    const [whole] = (await stage.operations.queue({}, governance)).edges;
    expect(whole?.node).toMatchObject({ narrative: emergencyOf().narrative, caseReference: 'CASE-7' });
    expect(whole && (await stage.operations.findSeen(whole.node))).toEqual([own, others]);

    expect(await idsOf(stage, steward)).toEqual(['opening-1']);
    expect([await idsOf(stage, benefits), await idsOf(stage, colleague)]).toEqual([[], []]);
    expect(await failureOf(stage.operations.queue({}, resident))).toMatchObject(forbidden('B3'));
  });

  it('shows the openings for a restricted person to whoever is inside and to governance', async () => {
    const stage = await createOpenStage();
    stage.compartments.set('p1', { compartment: [{ subjectId: 'social-care' }] });
    expect([await idsOf(stage, socialCare), await idsOf(stage, steward), await idsOf(stage, governance)]).toEqual([
      ['opening-1'],
      [],
      ['opening-1'],
    ]);
  });

  it('stands newest first, in pages, by state of review', async () => {
    const stage = await createOpenStage();
    const { operations } = stage;
    stage.pass(minute);
    await operations.start(emergencyOf({ personId: 'p2' }), colleague);
    await operations.start(emergencyOf({ personId: 'p3' }), officer);
    await operations.review({ id: 'opening-2', reviewState: 'JUSTIFIED', note }, governance);
    const first = await operations.queue({ first: 2 }, governance);
    expect([first.edges.map(({ node }) => node.id), first.totalCount]).toEqual([['opening-2', 'opening-3'], 3]);
    const after = first.pageInfo.endCursor;
    expect((await operations.queue({ first: 2, after }, governance)).edges.map(({ node }) => node.id)).toEqual(['opening-1']);
    expect(await failureOf(operations.queue({ after }, socialCare))).toMatchObject({ code: 'CURSOR_INVALID' });
    const justified = await operations.queue({ reviewState: 'JUSTIFIED' }, governance);
    expect([justified.edges.map(({ node }) => node.id), justified.totalCount]).toEqual([['opening-2'], 1]);
    expect((await operations.queue({ reviewState: 'AWAITING_REVIEW' }, governance)).totalCount).toBe(2);
  });
});
