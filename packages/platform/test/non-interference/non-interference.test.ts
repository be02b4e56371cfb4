import { describe, expect, it } from 'vitest';
import { describeDifference } from './describe-difference.ts';
import { runNonInterference } from './run-non-interference.ts';
import { sabotages } from './sabotages.ts';

/** What every few runs reach; the others are counted by `npm run test:non-interference`. */
const oftenReached = ['G1', 'G9', 'C1', 'C5', 'C6', 'C7'] as const;
/** Leaks that every few runs find; `npm run test:non-interference -- --sabotage` puts in all of them. */
const quicklyFound = ['skip-filter-and-recheck', 'default-of-any-area', 'error-with-index'];

describe('non-interference', () => {
  it('nothing of an answer tells of what is hidden from the caller', { timeout: 180_000 }, async () => {
    const { cells, hiddenChanged, internalErrors, differences } = await runNonInterference({ runs: 80, seed: 5 });
    expect(differences.map(describeDifference)).toEqual([]);
    expect(internalErrors).toBe(0);
    expect(hiddenChanged).toBeGreaterThan(40);
    for (const cell of oftenReached) expect(cells[cell]).toBeGreaterThan(0);
  });

  it.each(sabotages.filter(({ name }) => quicklyFound.includes(name)))(
    'finds the leak $name',
    { timeout: 900_000 },
    async ({ createOverrides }) => {
      const { differences } = await runNonInterference({ runs: 500, seed: 5, createOverrides, stopsAtDifference: true });
      expect(differences.length).toBeGreaterThan(0);
    },
  );
});
