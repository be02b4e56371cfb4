import { type CountedRecord, countedCode, reportDimensions } from './report-dimension.ts';

/** The records of a moment, in columns: no ids, and each code as a number. */
export interface Snapshot {
  /** The day in London, `YYYY-MM-DD`. */
  readonly day: string;
  /** One 32-bit key for each record, ascending. */
  readonly keys: Uint32Array;
  /** One column for each of `reportDimensions`, in their order: positions in the dimension's codes. */
  readonly columns: readonly Uint16Array[];
}

/** A record as a snapshot has it. */
export interface SnapshotRow {
  readonly key: number;
  readonly codes: readonly number[];
}

// A code's position is looked up once for each answer of each record; a list would be searched each time.
const positions = reportDimensions.map(({ codes }) => new Map(codes.map((code, position) => [code, position])));

/** The row of a record under its secret key. */
export const toSnapshotRow = (key: number, record: CountedRecord): SnapshotRow => ({
  key,
  codes: reportDimensions.map((dimension, place) => positions[place]?.get(countedCode(dimension, record)) ?? dimension.codes.length - 1),
});

const doubled = <Numbers extends Uint16Array | Uint32Array>(numbers: Numbers, twice: Numbers): Numbers => {
  twice.set(numbers);
  return twice;
};

/** Gathers rows in columns: a million of them as objects would not fit where a report is made. */
export class SnapshotBuilder {
  #keys = new Uint32Array(1_024);
  #columns = reportDimensions.map(() => new Uint16Array(1_024));
  #size = 0;

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  add({ key, codes }: SnapshotRow): void {
    const capacity = this.#keys.length;
    if (this.#size === capacity) {
      this.#keys = doubled(this.#keys, new Uint32Array(capacity * 2));
      this.#columns = this.#columns.map((column) => doubled(column, new Uint16Array(capacity * 2)));
    }
    this.#keys[this.#size] = key;
    for (const [place, column] of this.#columns.entries()) column[this.#size] = codes[place] ?? 0;
    this.#size += 1;
  }

  /** The snapshot of a day, in the order of the keys: the order tells nothing of ids or time. */
  build(day: string): Snapshot {
    const keys = this.#keys;
    const order = Uint32Array.from({ length: this.#size }, (_, place) => place).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    return {
      day,
      keys: order.map((place) => keys[place] ?? 0),
      columns: this.#columns.map((column) => Uint16Array.from(order, (place) => column[place] ?? 0)),
    };
  }
}

/** How many records joined, left or changed between two snapshots. */
export const countChanges = (before: Snapshot, after: Snapshot): number => {
  const isAlike = (left: number, right: number): boolean =>
    before.columns.every((column, place) => column[left] === after.columns[place]?.[right]);
  let [left, right, changes] = [0, 0, 0];
  while (left < before.keys.length && right < after.keys.length) {
    const [leftKey = 0, rightKey = 0] = [before.keys[left], after.keys[right]];
    if (leftKey !== rightKey || !isAlike(left, right)) changes += 1;
    if (leftKey <= rightKey) left += 1;
    if (rightKey <= leftKey) right += 1;
  }
  return changes + (before.keys.length - left) + (after.keys.length - right);
};

/** The fewest records that must have changed before another snapshot takes a snapshot's place. */
export const leastChanges = 50;

/**
 * Tells whether a newer snapshot may be shown. Cells in which nothing changed keep their noise, so the day after a single person joined
 * the cells that changed would be that person's answers; among fifty changes nobody's stand out.
 */
export const mayReplace = (before: Snapshot | null, after: Snapshot): boolean =>
  before === null || countChanges(before, after) >= leastChanges;
