import { describe, expect, it } from 'vitest';
import { requestTraceSample } from '../testing/request-trace-sample.ts';
import { limitTrace, maximumTraceBytes } from './limit-trace.ts';
import { type RequestTrace, requestTrace } from './request-trace.ts';

const long = 'x'.repeat(200_000);
const [fetch] = requestTraceSample.fetches;
const [decision] = requestTraceSample.decisions;
if (fetch === undefined || decision === undefined) throw new Error('The sample has a fetch and a decision.');

describe('the bound of a trace', () => {
  it('leaves a small trace as it is', () => {
    expect(limitTrace(requestTraceSample)).toBe(requestTraceSample);
  });

  it.each<[string, Partial<RequestTrace>]>([
    ['decisions', { decisions: Array.from({ length: 5_000 }, () => decision) }],
    ['fetches', { fetches: Array.from({ length: 2_000 }, () => fetch) }],
    [
      'questions',
      {
        fetches: [
          {
            ...fetch,
            storeQueries: Array.from({ length: 1_000 }, () => ({ collection: 'a', filter: 'b'.repeat(100), found: 0, milliseconds: 0 })),
          },
        ],
      },
    ],
    ['the plan', { queryPlan: long }],
    ['the operation', { operation: long }],
    ['one text of a fetch', { fetches: [{ ...fetch, query: long }] }],
    ['refusals', { refusedFields: Array.from({ length: 5_000 }, () => ({ path: 'a.b', code: 'FORBIDDEN', ruleId: 'X1' })) }],
  ])('cuts a trace with too much of %s to 64 KB, and says so', (_title, parts) => {
    const cut = limitTrace({ ...requestTraceSample, ...parts });
    expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(maximumTraceBytes);
    expect(cut.isCut).toBe(true);
    expect(requestTrace.parse(cut)).toEqual(cut);
  });
});
