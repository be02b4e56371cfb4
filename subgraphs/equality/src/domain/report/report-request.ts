import type { ProblemCollector } from '@resident-graph/service-kit';
import type { EqualityReportInput } from '../../__generated__/schema-types.ts';
import { type ReportDimension, reportDimensions } from './report-dimension.ts';

/** The most dimensions of a table and its filters together. Source: access-model.md section 8. */
export const mostDimensions = 3;
/** The most cells of one answer. */
const mostCells = 2_000;

/** A question that a report is broken down by or filtered with. */
export interface RequestedDimension {
  readonly dimension: ReportDimension;
  /** Its column in a snapshot. */
  readonly place: number;
  /** The codes that are wanted, as positions in the dimension's codes. */
  readonly wanted: readonly number[];
  /** Whether the caller left codes out. */
  readonly isFiltered: boolean;
}

/** A checked request. */
export interface ReportRequest {
  /** What the table is broken down by, in the caller's order. */
  readonly table: readonly RequestedDimension[];
  /** Further questions that only choose who is counted, in the order of `reportDimensions`. */
  readonly filters: readonly RequestedDimension[];
}

type Filters = NonNullable<EqualityReportInput['filters']>;

const hasRepeats = (values: readonly string[]): boolean => new Set(values).size < values.length;

const checkFilters = (filters: Filters, problems: ProblemCollector): void => {
  if (hasRepeats(filters.map(({ dimension }) => dimension))) problems.add('filters', 'DUPLICATE_ITEM', 'Expected each dimension once.');
  for (const [index, { dimension, codes }] of filters.entries()) {
    const path = `filters.${index}.codes`;
    const known = reportDimensions.find(({ name }) => name === dimension)?.codes ?? [];
    if (codes.length === 0) problems.add(path, 'REQUIRED', 'Expected at least one code; leave the filter out to count everybody.');
    if (hasRepeats(codes)) problems.add(path, 'DUPLICATE_ITEM', 'Expected each code once.');
    if (codes.some((code) => !known.includes(code))) problems.add(path, 'UNKNOWN_CODE', `Expected codes among: ${known.join(', ')}.`);
  }
};

/** Checks a request; every problem is noted. */
export const readReportRequest = (input: EqualityReportInput, problems: ProblemCollector): ReportRequest => {
  const filters = input.filters ?? [];
  if (input.dimensions.length === 0) problems.add('dimensions', 'REQUIRED', 'Expected one to three dimensions.');
  if (hasRepeats(input.dimensions)) problems.add('dimensions', 'DUPLICATE_ITEM', 'Expected each dimension once.');
  checkFilters(filters, problems);
  const names = new Set([...input.dimensions, ...filters.map(({ dimension }) => dimension)]);
  if (names.size > mostDimensions) {
    problems.add('', 'TOO_MANY', `Expected at most ${mostDimensions} dimensions, those of the filters among them.`);
  }
  const requested = reportDimensions.flatMap((dimension, place): readonly RequestedDimension[] => {
    if (!names.has(dimension.name)) return [];
    const codes = filters.find((filter) => filter.dimension === dimension.name)?.codes;
    const all = dimension.codes.map((_code, position) => position);
    const wanted = codes === undefined ? all : all.filter((position) => codes.includes(dimension.codes[position] ?? ''));
    return [{ dimension, place, wanted, isFiltered: codes !== undefined }];
  });
  const table = input.dimensions.flatMap((name) => requested.filter(({ dimension }) => dimension.name === name));
  if (table.reduce((product, { wanted }) => product * wanted.length, 1) > mostCells) {
    problems.add('dimensions', 'TOO_MANY', `Expected a table of at most ${mostCells} cells: name fewer dimensions, or filter their codes.`);
  }
  return { table, filters: requested.filter(({ dimension }) => !input.dimensions.includes(dimension.name)) };
};
