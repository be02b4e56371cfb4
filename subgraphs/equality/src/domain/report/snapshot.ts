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

/** Puts rows into columns, in the order of their keys: the order tells nothing of ids or time. */
export const toSnapshot = (day: string, rows: readonly SnapshotRow[]): Snapshot => {
  const sorted = rows.toSorted((a, b) => a.key - b.key);
  return {
    day,
    keys: Uint32Array.from(sorted, ({ key }) => key),
    columns: reportDimensions.map((_dimension, place) => Uint16Array.from(sorted, ({ codes }) => codes[place] ?? 0)),
  };
};

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
