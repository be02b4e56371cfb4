import type { Subject } from '@resident-graph/policy';
import { type AccessEventDraft, DependencyError, type Disclosure, type SignedCall } from '@resident-graph/service-kit';
import { failureOf, requestTraceSample, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createSupport } from '../src/operations/support.ts';
import { DiagnosticSessionStore, diagnosticSessionsCollection } from '../src/store/diagnostic-session-store.ts';
import { RequestTraceStore, requestTracesCollection } from '../src/store/request-trace-store.ts';
import { storesToTest } from './stores-to-test.ts';

const minute = 60_000;
const beginning = Date.parse('2026-07-01T09:00:00.000Z');
const analyst: Partial<Subject> = {
  id: 'support-1',
  kind: 'support',
  actingArea: null,
  roles: ['support'],
  purpose: 'SUPPORT_DIAGNOSTIC',
  caseReference: 'CASE-2041',
};
const input = { caseReference: 'CASE-2041', area: 'housing' };

describe.each(storesToTest)('support on the $store store', ({ skipped, open }) => {
  /** Support's operations under a clock that a test turns on. */
  const createStage = async () => {
    let time = beginning;
    let isDown = false;
    const recorded: AccessEventDraft[] = [];
    const disclosed: Disclosure[] = [];
    const now = (): number => time;
    const sessions = new DiagnosticSessionStore(await open(diagnosticSessionsCollection));
    const traces = new RequestTraceStore(await open(requestTracesCollection), now, { maximum: 6, step: 2 });
    const append = async (events: readonly AccessEventDraft[]): Promise<void> => {
      if (isDown) throw new DependencyError('AUDIT_UNAVAILABLE', 'Nothing can be put on record now.');
      recorded.push(...events);
    };
    const support = createSupport({ sessions, traces, log: { append }, now });
    const call = (change: Partial<Subject> = {}): SignedCall => ({
      ...signedCallOf({ ...analyst, ...change }),
      disclose: (disclosure) => disclosed.push(disclosure),
    });
    return {
      support,
      traces,
      sessions,
      call,
      recorded,
      disclosed,
      pass: (milliseconds: number): void => {
        time += milliseconds;
      },
      loseRecord: (): void => {
        isDown = true;
      },
    };
  };

  it.skipIf(skipped)('opens a session of 60 minutes, on record', async () => {
    const { support, call, recorded, sessions } = await createStage();
    expect(await support.startDiagnosticSession(input, call())).toEqual({
      ...input,
      startedAt: '2026-07-01T09:00:00.000Z',
      endsAt: '2026-07-01T10:00:00.000Z',
    });
    expect(recorded).toMatchObject([{ action: 'diagnostic.start', resourceAreas: ['housing'], caseReference: 'CASE-2041' }]);
    expect(await sessions.find(call().subject)).toEqual({ ...input, startedAt: '2026-07-01T09:00:00.000Z' });
  });

  it.skipIf(skipped)('opens no session that cannot be put on record', async () => {
    const { support, call, loseRecord, sessions } = await createStage();
    loseRecord();
    expect(await failureOf(support.startDiagnosticSession(input, call()))).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(await sessions.find(call().subject)).toBeNull();
  });

  it.skipIf(skipped)('a newer session for the same case takes the place of the one before', async () => {
    const { support, call, sessions } = await createStage();
    await Promise.all([support.startDiagnosticSession(input, call()), support.startDiagnosticSession(input, call())]);
    await support.startDiagnosticSession({ ...input, area: 'repairs' }, call());
    expect(await sessions.find(call().subject)).toMatchObject({ area: 'repairs' });
  });

  it.skipIf(skipped).each<[string, Partial<typeof input>, Partial<Subject>, object]>([
    ['another case than that of the request', { caseReference: 'CASE-7' }, {}, { code: 'BAD_USER_INPUT' }],
    ['a request without a case', {}, { caseReference: null }, { code: 'BAD_USER_INPUT' }],
    ['an unknown area', { area: 'moon-base' }, {}, { code: 'BAD_USER_INPUT' }],
    ['an officer', {}, { kind: 'officer', actingArea: 'housing' }, { code: 'FORBIDDEN' }],
  ])('refuses a session for %s, and puts nothing on record', async (_title, change, caller, failure) => {
    const { support, call, recorded } = await createStage();
    expect(await failureOf(support.startDiagnosticSession({ ...input, ...change }, call(caller)))).toMatchObject(failure);
    expect(recorded).toEqual([]);
  });

  it.skipIf(skipped)('shows a trace of the session area, and tells that it did', async () => {
    const { support, traces, call, disclosed } = await createStage();
    await traces.keep([requestTraceSample]);
    await support.startDiagnosticSession(input, call());
    expect(await support.requestTrace('request-1', call())).toEqual({ ...requestTraceSample, subjectKind: 'OFFICER' });
    expect(disclosed).toEqual([{ action: 'request-trace.read', personIds: [], resourceIds: ['request-1'] }]);
  });

  it
    .skipIf(skipped)
    .each<[string, { readonly area?: string; readonly asked?: string; readonly passed?: number; readonly caller?: Partial<Subject> }]>([
      ['of another area', { area: 'repairs' }],
      ['that is not there', { asked: 'request-2' }],
      ['after 60 minutes', { passed: 60 * minute }],
      ['while the clock stands before the start', { passed: -1 }],
      ['to another analyst', { caller: { id: 'support-2' } }],
      ['under another case', { caller: { caseReference: 'CASE-7' } }],
      ['without a case', { caller: { caseReference: null } }],
    ])('shows no trace %s, and discloses nothing', async (_title, { area = 'housing', asked = 'request-1', passed = 0, caller = {} }) => {
    const { support, traces, call, disclosed, pass } = await createStage();
    await traces.keep([{ ...requestTraceSample, area }]);
    await support.startDiagnosticSession(input, call());
    pass(passed);
    expect(await support.requestTrace(asked, call(caller))).toBeNull();
    expect(disclosed).toEqual([]);
  });

  it.skipIf(skipped)('refuses a trace to whoever is not support', async () => {
    const { support, call } = await createStage();
    expect(await failureOf(support.requestTrace('request-1', call({ kind: 'officer', actingArea: 'housing' })))).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it.skipIf(skipped)('forgets a trace after a day', async () => {
    const { traces, pass } = await createStage();
    await traces.keep([requestTraceSample]);
    pass(24 * 60 * minute - 1);
    expect(await traces.find('request-1')).not.toBeNull();
    pass(1);
    expect(await traces.find('request-1')).toBeNull();
  });

  it.skipIf(skipped)('keeps the newest traces up to its bound, each once', async () => {
    const { traces } = await createStage();
    const numbers = Array.from({ length: 9 }, (_, number) => number);
    for (const number of numbers) {
      const trace = { ...requestTraceSample, requestId: `request-${number}`, at: new Date(beginning + number).toISOString() };
      await traces.keep([trace]);
      await traces.keep([trace]);
    }
    const found = await Promise.all(numbers.map((number) => traces.find(`request-${number}`)));
    const kept = found.flatMap((trace) => (trace === null ? [] : [trace.requestId]));
    expect(kept.length).toBeLessThanOrEqual(6);
    expect(kept).toContain('request-8');
    expect(kept).not.toContain('request-0');
  });
});
