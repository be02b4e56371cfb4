import type { Chance } from '../non-interference/chance.ts';

/** The quantiles at which two sets of durations are compared, in per cent. */
export const comparedQuantiles = [10, 25, 50, 75, 90, 95] as const;

/** How two sets of durations differ. */
export interface QuantileDifference {
  /** The largest, in milliseconds. */
  readonly largest: number;
  /** At each of `comparedQuantiles`: the first set's minus the second's, in milliseconds. */
  readonly differences: readonly number[];
}

/** A quantile of sorted durations, between the two nearest. */
const quantileOf = (sorted: readonly number[], perCent: number): number => {
  const place = ((sorted.length - 1) * perCent) / 100;
  const [lower = 0, upper = lower] = sorted.slice(Math.floor(place), Math.floor(place) + 2);
  return lower + (upper - lower) * (place - Math.floor(place));
};

const ascending = (a: number, b: number): number => a - b;

/** The median of some durations. */
export const medianOf = (durations: readonly number[]): number => quantileOf(durations.toSorted(ascending), 50);

/** Compares two sets of durations quantile by quantile. */
export const compareQuantiles = (ones: readonly number[], others: readonly number[]): QuantileDifference => {
  const [first, second] = [ones.toSorted(ascending), others.toSorted(ascending)];
  const differences = comparedQuantiles.map((perCent) => quantileOf(first, perCent) - quantileOf(second, perCent));
  return { largest: Math.max(...differences.map(Math.abs)), differences };
};

/** The differences of several random divisions of the same durations into two halves. */
export const splitDifferences = (durations: readonly number[], splits: number, chance: Chance): readonly QuantileDifference[] =>
  Array.from({ length: splits }, () => {
    const shuffled = chance.shuffle(durations);
    const half = Math.floor(shuffled.length / 2);
    return compareQuantiles(shuffled.slice(0, half), shuffled.slice(half));
  });
