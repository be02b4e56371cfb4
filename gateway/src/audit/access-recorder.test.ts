import { setImmediate as turn } from 'node:timers/promises';
import { type AccessEventDraft, appendAccessEventsAction } from '@resident-graph/service-kit';
import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, test } from 'vitest';
import { eventSample } from '../../test/audit/event-sample.ts';
import { AccessRecorder, gatherByCost } from './access-recorder.ts';

interface Call {
  readonly events: readonly AccessEventDraft[];
  readonly answer: () => void;
  readonly fail: (cause: Error) => void;
}

const createStage = (deadlineMilliseconds = 5_000, gatherMilliseconds = 0) => {
  const calls: Call[] = [];
  const recorder = new AccessRecorder({
    deadlineMilliseconds,
    gatherFor: () => gatherMilliseconds,
    link: {
      call: (action, input) =>
        new Promise((resolve, reject) => {
          expect(action).toBe(appendAccessEventsAction);
          const { events } = input as { readonly events: readonly AccessEventDraft[] };
          calls.push({ events, answer: () => resolve({ appended: true }), fail: reject });
        }),
    },
  });
  return { recorder, calls };
};

const eventOf = (requestId: string): AccessEventDraft => ({ ...eventSample, requestId });
const requestsOf = (call: Call | undefined): readonly (string | null)[] => call?.events.map(({ requestId }) => requestId) ?? [];

describe('the recorder of looks', () => {
  test('sends at once when no call is under way, and all that came meanwhile in the next call', async () => {
    const { recorder, calls } = createStage();
    const answers = ['1', '2', '3', '4'].map((id) => recorder.record([eventOf(id)], id));
    expect(calls.map(requestsOf)).toEqual([['1']]);
    calls[0]?.answer();
    await answers[0];
    await turn();
    expect(calls.map(requestsOf)).toEqual([['1'], ['2', '3', '4']]);
    calls[1]?.answer();
    await Promise.all(answers);
    const later = recorder.record([eventOf('5')], '5');
    expect(requestsOf(calls[2])).toEqual(['5']);
    calls[2]?.answer();
    await later;
  });

  test('does not resolve before the call has answered', async () => {
    const { recorder, calls } = createStage();
    let isDone = false;
    const answer = recorder.record([eventOf('1')], '1').then(() => {
      isDone = true;
    });
    await turn();
    expect(isDone).toBe(false);
    calls[0]?.answer();
    await answer;
    expect(isDone).toBe(true);
  });

  test('a call that fails fails all that it carried, and not what comes after it', async () => {
    const { recorder, calls } = createStage();
    const failures = [failureOf(recorder.record([eventOf('1')], '1')), failureOf(recorder.record([eventOf('2')], '2'))];
    calls[0]?.fail(new Error('store.invalid refused'));
    expect(await failures[0]).toMatchObject({ code: 'AUDIT_UNAVAILABLE', details: { retryable: true } });
    await turn();
    calls[1]?.fail(new Error('store.invalid refused'));
    expect(await failures[1]).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
      message: 'The looks of this answer cannot be put on record now.',
    });
    const third = recorder.record([eventOf('3')], '3');
    await turn();
    calls[2]?.answer();
    await third;
  });

  test('a call without an end costs those who wait the deadline, and nobody after them', async () => {
    const { recorder, calls } = createStage(20);
    const failures = await Promise.all(['1', '2'].map((id) => failureOf(recorder.record([eventOf(id)], id))));
    expect(failures).toMatchObject([{ code: 'AUDIT_UNAVAILABLE' }, { code: 'AUDIT_UNAVAILABLE' }]);
    await turn();
    const third = recorder.record([eventOf('3')], '3');
    await turn();
    // What was refused meanwhile is not sent any more.
    expect(calls.map(requestsOf)).toEqual([['1'], ['3']]);
    calls[1]?.answer();
    await third;
  });

  test.each([
    ['all who may have looks are here', 60_000, true],
    ['the time is over', 15, false],
  ])('gathers after a call until %s', async (_title, gatherMilliseconds, doAllCome) => {
    const { recorder, calls } = createStage(60_000, gatherMilliseconds);
    for (let answer = 0; answer < 3; answer += 1) recorder.enter();
    const answers = [recorder.record([eventOf('1')], '1')];
    calls[0]?.answer();
    await answers[0];
    recorder.leave();
    recorder.enter();
    answers.push(recorder.record([eventOf('2')], '2'), recorder.record([eventOf('3')], '3'));
    await turn();
    expect(calls.map(requestsOf)).toEqual([['1']]);
    // The third answer is complete without a look.
    if (doAllCome) recorder.leave();
    while (calls.length < 2) await turn();
    expect(requestsOf(calls[1])).toEqual(['2', '3']);
    calls[1]?.answer();
    await Promise.all(answers);
  });

  test.each([
    [0, 0],
    [1.5, 15],
    [20, 200],
    [25, 250],
    [4_000, 250],
  ])('gathers after a call of %d ms for %d ms', (callMilliseconds, expected) => {
    expect(gatherByCost(callMilliseconds)).toBe(expected);
  });

  test('more than fits into a call goes into several, and all of them must be durable', async () => {
    const { recorder, calls } = createStage();
    const many = Array.from({ length: 4_500 }, (_, number) => eventOf(String(number)));
    const answer = recorder.record(many, 'c');
    for (let call = 0; call < 3; call += 1) {
      calls[call]?.answer();
      await turn();
    }
    await answer;
    expect(calls.length).toBe(3);
    expect(calls.flatMap(requestsOf)).toEqual(many.map(({ requestId }) => requestId));
  });
});
