import { describe, expect, it } from 'vitest';
import { describeDifference } from './describe-difference.ts';
import { runNonInterference } from './run-non-interference.ts';
import { sabotages } from './sabotages.ts';

describe('non-interference', () => {
  it('nothing of an answer tells of what is hidden from the caller', async () => {
    const { cells, hiddenChanged, internalErrors, differences } = await runNonInterference({ runs: 40, seed: 5 });
    expect(differences.map(describeDifference)).toEqual([]);
    expect(internalErrors).toBe(0);
    expect(hiddenChanged).toBeGreaterThan(20);
    for (const reached of Object.values(cells)) expect(reached).toBeGreaterThan(0);
  });

  it.each(sabotages)('finds the leak $name within 500 runs', { timeout: 120_000 }, async ({ createOverrides }) => {
    const { differences } = await runNonInterference({ runs: 500, seed: 5, createOverrides, stopsAtDifference: true });
    expect(differences.length).toBeGreaterThan(0);
  });
});
