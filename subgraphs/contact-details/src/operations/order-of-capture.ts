import { comparePositions } from './compare-positions.ts';

/** What was captured at an instant. */
interface Captured {
  readonly id: string;
  readonly capturedAt: string;
}

/** Where something captured stands in a list. */
export const positionOf = ({ capturedAt, id }: Captured): readonly string[] => [capturedAt, id];

/** Compares with a position, oldest first; in the order of ids what was captured at one instant. */
export const byCapture = (one: Captured, position: readonly string[]): number => comparePositions(positionOf(one), position);

/** In the order of capture, the newest first. */
export const newestFirst = <Item extends Captured>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => byCapture(other, positionOf(one)));
