/** Seeded chance: the same seed makes the same choices. */
export interface Chance {
  /** A whole number from 0 to `below - 1`. */
  upTo(below: number): number;
  /** True with a probability from 0 to 1. */
  is(probability: number): boolean;
  /** One of a list that is not empty, by weight. */
  weigh<Value>(values: readonly (readonly [number, Value])[]): Value;
  /** One of a list that is not empty. */
  pick<Value>(values: readonly Value[]): Value;
  /** Some of a list, in its order; possibly none. */
  some<Value>(values: readonly Value[], probability: number): readonly Value[];
  /** The same values in another order. */
  shuffle<Value>(values: readonly Value[]): readonly Value[];
}

/** Creates chance by the mulberry32 generator. */
export const createChance = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (below: number): number => Math.floor(next() * below);
  return {
    upTo,
    is: (probability) => next() < probability,
    weigh: (values) => {
      let left = upTo(values.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of values) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new Error('There is nothing to weigh.');
    },
    pick: (values) => {
      const value = values[upTo(values.length)];
      if (value === undefined) throw new Error('There is nothing to pick from.');
      return value;
    },
    some: (values, probability) => values.filter(() => next() < probability),
    shuffle: (values) => {
      const shuffled = [...values];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = upTo(last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as (typeof shuffled)[number], shuffled[last] as (typeof shuffled)[number]];
      }
      return shuffled;
    },
  };
};
