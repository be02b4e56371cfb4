import { describe, expect, it } from 'vitest';
import { createDisclosureControl, publishCount } from './disclosure-control.ts';
import { mostNoise, noiseBound, noiseOf } from './perturbation.ts';

const draws = Array.from({ length: 20_000 }, (_, place) => Math.imul(place + 1, 0x9e_37_79_b1) >>> 0);

describe('the noise of a cell (access-model.md section 8)', () => {
  it.each([1, 2, 3, 5, 10, 500])('on %i has a mean of zero, takes every number up to its bound, and never leads below none', (count) => {
    const noises = draws.map((key) => noiseOf({ count, key }, 7));
    const mean = noises.reduce((sum, noise) => sum + noise, 0) / noises.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(new Set(noises).size).toBe(2 * noiseBound(count) + 1);
    expect(Math.max(...noises)).toBe(Math.min(mostNoise, count));
    expect(Math.min(...noises)).toBe(-Math.min(mostNoise, count));
  });

  it('is none where nobody is, the same for the same key, and another one under another secret', () => {
    expect(noiseOf({ count: 0, key: 0 }, 7)).toBe(0);
    expect(noiseOf({ count: 60, key: 4 }, 7)).toBe(noiseOf({ count: 60, key: 4 }, 7));
    expect(new Set(draws.slice(0, 50).map((salt) => noiseOf({ count: 60, key: 4 }, salt))).size).toBeGreaterThan(5);
  });

  it('of a total is not the sum of the noises of its parts', () => {
    const likeSum = draws.filter((key, place) => {
      const other = draws[draws.length - 1 - place] ?? 0;
      const total = noiseOf({ count: 100, key: (key + other) >>> 0 }, 7);
      return total === noiseOf({ count: 50, key }, 7) + noiseOf({ count: 50, key: other }, 7);
    });
    expect(likeSum.length / draws.length).toBeLessThan(0.12);
  });
});

describe.each([5, 10] as const)('a published count with suppression under %i', (suppressBelow) => {
  const published = (count: number): ReadonlySet<number | null> =>
    new Set(draws.map((key) => publishCount({ count, key }, createDisclosureControl(suppressBelow, 7))));

  it('is a multiple of five, at least the limit, and at most seven from the truth', () => {
    for (const count of [0, 1, 5, 9, 10, 14, 63, 1_000]) {
      for (const shown of published(count)) {
        if (shown === null) continue;
        expect(shown % 5).toBe(0);
        expect(shown).toBeGreaterThanOrEqual(suppressBelow);
        expect(Math.abs(shown - count)).toBeLessThanOrEqual(7);
      }
    }
  });

  it('is never shown for a count under half the limit, and always from the limit and the most noise on', () => {
    for (let count = 0; count < suppressBelow / 2; count += 1) expect(published(count)).toEqual(new Set([null]));
    expect(published(suppressBelow + mostNoise)).not.toContain(null);
  });
});
