import { createLogger, type RequestTrace } from '@resident-graph/service-kit';
import { requestTraceSample } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { AnsweredRequest } from './build-trace.ts';
import { TraceCollector } from './trace-collector.ts';
import { TraceKeeper } from './trace-keeper.ts';

const requestOf = (requestId: string): AnsweredRequest => ({ requestId, trace: new TraceCollector(0), record: { rows: [] } });

const createStage = (options: { readonly build?: (request: AnsweredRequest) => RequestTrace | null; readonly isDown?: boolean } = {}) => {
  const calls: (readonly RequestTrace[])[] = [];
  let dropped = 0;
  const keeper = new TraceKeeper({
    build: options.build ?? (({ requestId }) => ({ ...requestTraceSample, requestId })),
    link: {
      call: async (_action, input) => {
        if (options.isDown === true) throw new Error('contact-details is down');
        calls.push((input as { readonly traces: readonly RequestTrace[] }).traces);
      },
    },
    logger: createLogger({ service: 'gateway', level: 'silent' }),
    onDropped: (traces) => (dropped += traces),
    pause: 600_000,
  });
  const add = (count: number): void => {
    for (let number = 0; number < count; number += 1) keeper.add(requestOf(`request-${number}`));
  };
  return { keeper, calls, add, dropped: () => dropped };
};

describe('the keeper of traces', () => {
  it('hands on many in one call, in their order', async () => {
    const { keeper, calls, add } = createStage();
    add(250);
    await keeper.flush();
    expect(calls.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(calls.flat().map(({ requestId }) => requestId)).toEqual(Array.from({ length: 250 }, (_, number) => `request-${number}`));
  });

  it('drops the oldest when more than 2,000 wait, and counts them', async () => {
    const { keeper, calls, add, dropped } = createStage();
    add(2_003);
    await keeper.flush();
    expect(dropped()).toBe(3);
    expect(calls.flat()[0]?.requestId).toBe('request-3');
  });

  it('makes calls of a size that a subgraph takes', async () => {
    const queryPlan = 'x'.repeat(60_000);
    const { keeper, calls, add } = createStage({ build: ({ requestId }) => ({ ...requestTraceSample, requestId, queryPlan }) });
    add(100);
    await keeper.flush();
    expect(calls.length).toBe(2);
    for (const call of calls) expect(JSON.stringify(call).length).toBeLessThan(5_000_000);
  });

  it('loses and counts what cannot be kept, and goes on', async () => {
    const { keeper, add, dropped } = createStage({ isDown: true });
    add(3);
    await keeper.flush();
    expect(dropped()).toBe(3);
  });

  it('loses and counts what cannot be built, and keeps the others', async () => {
    const { keeper, calls, add, dropped } = createStage({
      build: ({ requestId }) => {
        if (requestId === 'request-1') throw new Error('no trace');
        return requestId === 'request-2' ? null : { ...requestTraceSample, requestId };
      },
    });
    add(4);
    await keeper.stop();
    expect(calls.flat().map(({ requestId }) => requestId)).toEqual(['request-0', 'request-3']);
    expect(dropped()).toBe(1);
  });
});
