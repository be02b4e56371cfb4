import { type CrossTable, countCrossTable } from './cross-table.ts';
import { type DisclosureControl, leastBase, publishCount } from './disclosure-control.ts';
import type { ReportRequest, RequestedDimension } from './report-request.ts';
import type { Snapshot } from './snapshot.ts';

/** One cell as it may be shown. */
export interface ShownCell {
  readonly keys: readonly { readonly dimension: RequestedDimension['dimension']['name']; readonly code: string }[];
  readonly count: number | null;
  readonly percentage: number | null;
  readonly isSuppressed: boolean;
}

/** A table as it may be shown. */
export interface ShownReport {
  readonly snapshotDay: string | null;
  readonly base: number | null;
  readonly suppressionReason: 'BASE_TOO_SMALL' | null;
  readonly cells: readonly ShownCell[];
  readonly suppressedBelow: number;
  readonly roundedTo: number;
}

/** What a report is built with. */
export interface ReportBuilding {
  /** Null while too few persons have answers. */
  readonly snapshot: Snapshot | null;
  readonly control: DisclosureControl;
  /** Lets others work between two slices. */
  readonly pause: () => Promise<void>;
}

const combine = (lists: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  lists.reduce<readonly (readonly number[])[]>(
    (combinations, list) => combinations.flatMap((combination) => list.map((item) => [...combination, item])),
    [[]],
  );

const count = (dimensions: readonly RequestedDimension[], { snapshot, pause }: ReportBuilding & { readonly snapshot: Snapshot }) =>
  countCrossTable(
    snapshot,
    { places: dimensions.map(({ place }) => place), sizes: dimensions.map(({ dimension }) => dimension.codes.length) },
    pause,
  );

/**
 * The published count of several cells: the sum of the published counts of each. A count of its own for every set of codes would be a noise
 * of its own for every set, and enough of them average out; a sum of what is published already tells nothing more.
 */
const publishSum = (table: CrossTable, cells: readonly (readonly number[])[], control: DisclosureControl): number | null => {
  const counts = cells.map((codes) => publishCount(table.cell(codes), control)).filter((published) => published !== null);
  return counts.length === 0 ? null : counts.reduce((sum, published) => sum + published, 0);
};

const toPercentage = (part: number, base: number): number => Math.min(100, Math.round((part / base) * 1_000) / 10);

/** Builds a table. Every number in it is a function of the published cells of tables of at most three dimensions without filters. */
export const buildReport = async ({ table, filters }: ReportRequest, building: ReportBuilding): Promise<ShownReport> => {
  const { snapshot, control } = building;
  const shown = { suppressedBelow: control.suppressBelow, roundedTo: control.roundTo };
  const cellsOf = (publish: (codes: readonly number[]) => number | null, base: number): readonly ShownCell[] =>
    combine(table.map(({ wanted }) => wanted)).map((codes) => {
      const published = publish(codes);
      const keys = table.map(({ dimension }, place) => ({ dimension: dimension.name, code: dimension.codes[codes[place] ?? 0] ?? '' }));
      return {
        keys,
        count: published,
        percentage: published === null ? null : toPercentage(published, base),
        isSuppressed: published === null,
      };
    });
  const suppressed = (): ShownReport => ({
    ...shown,
    snapshotDay: snapshot?.day ?? null,
    base: null,
    suppressionReason: 'BASE_TOO_SMALL',
    cells: cellsOf(() => null, 1),
  });
  if (snapshot === null) return suppressed();
  const chosen = [...table, ...filters].filter(({ isFiltered }) => isFiltered).toSorted((a, b) => a.place - b.place);
  const bases = await count(chosen, { ...building, snapshot });
  const base = publishSum(bases, combine(chosen.map(({ wanted }) => wanted)), control);
  if (base === null || base < leastBase) return suppressed();
  const counted = await count([...table, ...filters], { ...building, snapshot });
  const rests = combine(filters.map(({ wanted }) => wanted));
  const publish = (codes: readonly number[]): number | null =>
    publishSum(
      counted,
      rests.map((rest) => [...codes, ...rest]),
      control,
    );
  return { ...shown, snapshotDay: snapshot.day, base, suppressionReason: null, cells: cellsOf(publish, base) };
};
