import { type CountedCell, noiseOf } from './perturbation.ts';

/** Below which counts are suppressed. Source: access-model.md section 8. */
export type SuppressBelow = 5 | 10;

/** How counts are made safe before they are shown. */
export interface DisclosureControl {
  readonly suppressBelow: number;
  /** Counts become multiples of it. */
  readonly roundTo: number;
  /** The noise of a cell; the attack test alone puts another one in its place. */
  readonly noiseOf: (cell: CountedCell) => number;
}

/** What counts are rounded to. Source: access-model.md section 8. */
export const roundedTo = 5;

/** The fewest persons that a table may count. Source: access-model.md section 8. */
export const leastBase = 50;

/** The control of this installation; `salt` is 32 secret bits. */
export const createDisclosureControl = (suppressBelow: SuppressBelow, salt: number): DisclosureControl => ({
  suppressBelow,
  roundTo: roundedTo,
  noiseOf: (cell) => noiseOf(cell, salt),
});

/**
 * The count that a cell is published with; null when it is suppressed. Noise first, then suppression, then rounding: suppression by the
 * true count would tell whoever knows nine of ten whether there is a tenth.
 */
export const publishCount = (cell: CountedCell, { suppressBelow, roundTo, noiseOf: noise }: DisclosureControl): number | null => {
  const perturbed = cell.count + noise(cell);
  return perturbed < suppressBelow ? null : Math.round(perturbed / roundTo) * roundTo;
};
