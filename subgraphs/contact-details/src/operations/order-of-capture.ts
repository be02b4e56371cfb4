/** What was captured at an instant. */
interface Captured {
  readonly id: string;
  readonly capturedAt: string;
}

const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Where something captured stands in a list. */
export const positionOf = ({ capturedAt, id }: Captured): readonly string[] => [capturedAt, id];

/** Compares with a position, oldest first; in the order of ids what was captured at one instant. */
export const byCapture = (one: Captured, [at = '', id = '']: readonly string[]): number =>
  one.capturedAt === at ? compareTexts(one.id, id) : compareTexts(one.capturedAt, at);

/** In the order of capture, the newest first. */
export const newestFirst = <Item extends Captured>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => byCapture(other, positionOf(one)));
