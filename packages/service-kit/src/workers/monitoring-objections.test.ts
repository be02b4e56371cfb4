import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/document-samples.ts';
import { createFindMonitoringObjections, findMonitoringObjectionsAction } from './monitoring-objections.ts';

/** The question before a contact-details subgraph that answers this. */
const questionBefore = (answer: () => Promise<unknown>) => {
  const calls: unknown[] = [];
  const find = createFindMonitoringObjections({
    call: (...call) => {
      calls.push(call);
      return answer();
    },
  });
  return { find, calls };
};

describe('the question who objects to monitoring', () => {
  it('is asked once for all persons', async () => {
    const { find, calls } = questionBefore(async () => ({ personIds: ['b'] }));
    expect(await find(['a', 'b', 'a'], 'correlation-1')).toEqual(new Set(['b']));
    expect(calls).toEqual([[findMonitoringObjectionsAction, { personIds: ['a', 'b'] }, 'correlation-1']]);
  });

  it('is not asked about nobody', async () => {
    const { find, calls } = questionBefore(() => Promise.reject(new Error('canary')));
    expect(await find([], 'correlation-1')).toEqual(new Set());
    expect(calls).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['nobody answers', () => Promise.reject(new Error('canary'))],
    ['the answer is another one', async () => ({})],
  ])('fails closed with STORE_UNAVAILABLE when %s', async (_title, answer) => {
    expect(await failureOf(questionBefore(answer).find(['a'], 'correlation-1'))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'Who objects to monitoring cannot be known now; nobody was counted.',
      details: { retryable: true },
    });
  });
});
