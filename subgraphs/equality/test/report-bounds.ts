import type { DisclosureControl } from '../src/domain/report/disclosure-control.ts';
import { mostNoise } from '../src/domain/report/perturbation.ts';
import { countsOf, pairs, settings, truthsOf, widthOf } from './report-attacks.ts';

/** What a true count can be. */
interface Bounds {
  low: number;
  high: number;
}

/** The control as the attacker knows it; only keys and salt are secret. */
interface KnownControl {
  readonly mostNoise: number;
  readonly roundTo: number;
  readonly suppressBelow: number;
}

const boundsOf = (published: number | null, { mostNoise: noise, roundTo, suppressBelow }: KnownControl): Bounds => {
  if (published === null) return { low: 0, high: suppressBelow - 1 + noise };
  const spread = noise + Math.floor(roundTo / 2);
  return { low: Math.max(0, published - spread), high: published + spread };
};

/** A row or column, as an equation: the whole is the sum of its parts. */
interface Line {
  readonly whole: Bounds;
  readonly parts: readonly Bounds[];
}

/** Makes the bounds of a line as narrow as they allow each other; false when nothing changed. */
const narrow = ({ whole, parts }: Line): boolean => {
  const [lows, highs] = [parts.reduce((sum, { low }) => sum + low, 0), parts.reduce((sum, { high }) => sum + high, 0)];
  let isChanged = false;
  const tighten = (bounds: Bounds, low: number, high: number): void => {
    if (low > bounds.low || high < bounds.high) isChanged = true;
    bounds.low = Math.max(bounds.low, low);
    bounds.high = Math.min(bounds.high, high);
  };
  for (const part of parts) tighten(part, whole.low - (highs - part.high), whole.high - (lows - part.low));
  tighten(whole, lows, highs);
  return isChanged;
};

/**
 * Rows and columns as equations: of every table of two questions the attacker takes what each cell, row and column can be, narrows until
 * nothing more follows, and tells the share of cells of which one count alone remains. The attacker knows whether there is noise.
 */
export const boundCells = async (control: DisclosureControl, hasNoise = true): Promise<number> => {
  const known: KnownControl = { ...control, mostNoise: hasNoise ? mostNoise : 0 };
  let [solved, cells] = [0, 0];
  for (const { ask, tell } of settings(control)) {
    for (const [first, second] of pairs) {
      const width = widthOf(second);
      const bound = async (table: readonly number[]): Promise<readonly Bounds[]> =>
        (await countsOf(ask, table)).map((count) => boundsOf(count, known));
      const [inner, rows, columns] = [await bound([first, second]), await bound([first]), await bound([second])];
      const lines: readonly Line[] = [
        ...rows.map((whole, row) => ({ whole, parts: inner.slice(row * width, (row + 1) * width) })),
        ...columns.map((whole, column) => ({ whole, parts: inner.filter((_cell, place) => place % width === column) })),
      ];
      let isNarrower = true;
      while (isNarrower) isNarrower = lines.map(narrow).includes(true);
      const truths = await truthsOf(tell, [first, second]);
      inner.forEach(({ low, high }, place) => {
        const truth = truths[place] ?? 0;
        if (truth < low || high < truth) throw new Error('The attacker reckons wrongly.');
        cells += 1;
        if (low === high) solved += 1;
      });
    }
  }
  return solved / cells;
};
