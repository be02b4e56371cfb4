import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { assertIngestBatch, createSourceIdCheck, rejectedItem } from './ingest.ts';
import { ProblemCollector } from './problem-collector.ts';

const items = (count: number): readonly unknown[] => Array.from({ length: count });

describe('a batch', () => {
  it.each(['a', 'northgate', 'north-gate.v2', '1st', 'a'.repeat(50)])('from %j is taken', (sourceSystem) => {
    expect(() => assertIngestBatch({ sourceSystem, items: items(1_000) })).not.toThrow();
  });

  it.each(['', '-a', '.a', 'a b', 'a/b', 'a'.repeat(51), 'é'])('from %j is refused', (sourceSystem) => {
    expect(errorOf(() => assertIngestBatch({ sourceSystem, items: [] }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { problems: [{ path: 'input.sourceSystem', code: 'INVALID_FORMAT' }] },
    });
  });

  it('of 1,001 items is refused, together with what else is wrong', () => {
    expect(errorOf(() => assertIngestBatch({ sourceSystem: '', items: items(1_001) }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: '2 problems in the input.',
      details: {
        problems: [
          { path: 'input.sourceSystem', code: 'INVALID_FORMAT' },
          { path: 'input.items', code: 'TOO_MANY', message: 'Expected at most 1000 items in a batch.' },
        ],
      },
    });
  });
});

describe('the ids of a batch', () => {
  it.each(['', '  ', 'x'.repeat(201)])('have 1 to 200 characters: %j is refused', (sourceId) => {
    const problems = new ProblemCollector('input.items.0');
    createSourceIdCheck()(sourceId, problems);
    expect(problems.problems).toEqual([
      { path: 'input.items.0.sourceId', code: 'INVALID_FORMAT', message: 'Expected an id of 1 to 200 characters.' },
    ]);
  });

  it('occur once each', () => {
    const check = createSourceIdCheck();
    const codes = ['a', 'b', 'a'].map((sourceId, index) => {
      const problems = new ProblemCollector(`input.items.${index}`);
      check(sourceId, problems);
      return problems.problems.map(({ code }) => code);
    });
    expect(codes).toEqual([[], [], ['DUPLICATE_ITEM']]);
  });
});

it('a rejected item has no id', () => {
  expect(rejectedItem('a', [])).toEqual({ sourceId: 'a', outcome: 'REJECTED', id: null, problems: [] });
});
