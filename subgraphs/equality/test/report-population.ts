import { buildReport, type ShownReport } from '../src/domain/report/build-report.ts';
import type { DisclosureControl } from '../src/domain/report/disclosure-control.ts';
import { reportDimensions } from '../src/domain/report/report-dimension.ts';
import type { RequestedDimension } from '../src/domain/report/report-request.ts';
import { type Snapshot, SnapshotBuilder, type SnapshotRow } from '../src/domain/report/snapshot.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const createChance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Invented persons: common codes and rare ones, as Zipf's law has them, in an order of their own for each question. */
export const inventRows = (count: number, chance: () => number): readonly SnapshotRow[] =>
  Array.from({ length: count }, () => ({
    key: Math.floor(chance() * 2 ** 32),
    codes: reportDimensions.map(({ codes }) => Math.min(codes.length - 1, Math.floor(codes.length ** chance() - 1 + chance() * 0.5))),
  }));

/** Asks for a table as an analyst does; places are those of `reportDimensions`. */
export type Ask = (
  table: readonly number[],
  filters?: readonly { readonly place: number; readonly wanted: readonly number[] }[],
) => Promise<ShownReport>;

const pause = async (): Promise<void> => undefined;

const request = (place: number, wanted?: readonly number[]): RequestedDimension => {
  const dimension = reportDimensions[place];
  if (dimension === undefined) throw new Error('No such dimension.');
  return { dimension, place, wanted: wanted ?? dimension.codes.map((_code, code) => code), isFiltered: wanted !== undefined };
};

/** What an analyst can ask of a population. */
export const createAsk =
  (snapshot: Snapshot, control: DisclosureControl): Ask =>
  (table, filters = []) =>
    buildReport(
      {
        table: table.map((place) => request(place, filters.find((filter) => filter.place === place)?.wanted)),
        filters: filters.filter(({ place }) => !table.includes(place)).map(({ place, wanted }) => request(place, wanted)),
      },
      { snapshot, control, pause },
    );

/** A day's snapshot of some persons. */
export const snapshotOf = (rows: readonly SnapshotRow[], day = '2026-03-10'): Snapshot => {
  const builder = new SnapshotBuilder();
  for (const row of rows) builder.add(row);
  return builder.build(day);
};
