import type { CountedCell } from './perturbation.ts';
import type { Snapshot } from './snapshot.ts';

/** Records counted between two turns of the event loop: some 2 ms. */
const sliceRows = 20_000;

/** The columns of a table, by their places in the snapshot, and how many codes each has. */
export interface CrossTableShape {
  readonly places: readonly number[];
  readonly sizes: readonly number[];
}

/** A counted table; the last of its codes runs fastest. */
export interface CrossTable extends CrossTableShape {
  readonly cell: (codes: readonly number[]) => CountedCell;
}

/** The place of a combination of codes in a table's cells. */
const indexOf = (sizes: readonly number[], codes: readonly number[]): number =>
  sizes.reduce((index, size, place) => index * size + (codes[place] ?? 0), 0);

/**
 * Counts the records of every combination of codes and adds up their keys, in slices between which `pause` lets others work.
 */
export const countCrossTable = async (
  { keys, columns }: Snapshot,
  shape: CrossTableShape,
  pause: () => Promise<void>,
): Promise<CrossTable> => {
  const { places, sizes } = shape;
  const cells = sizes.reduce((product, size) => product * size, 1);
  const counts = new Uint32Array(cells);
  // Sums in an array of 32-bit numbers are modulo 2^32.
  const cellKeys = new Uint32Array(cells);
  const chosen = places.map((place) => columns[place] ?? new Uint16Array(keys.length));
  for (let start = 0; start < keys.length; start += sliceRows) {
    if (start > 0) await pause();
    const end = Math.min(start + sliceRows, keys.length);
    for (let row = start; row < end; row += 1) {
      let index = 0;
      for (let place = 0; place < chosen.length; place += 1) index = index * (sizes[place] ?? 0) + (chosen[place]?.[row] ?? 0);
      counts[index] = (counts[index] ?? 0) + 1;
      cellKeys[index] = (cellKeys[index] ?? 0) + (keys[row] ?? 0);
    }
  }
  return {
    ...shape,
    cell: (codes) => {
      const index = indexOf(sizes, codes);
      return { count: counts[index] ?? 0, key: cellKeys[index] ?? 0 };
    },
  };
};
