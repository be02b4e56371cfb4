import { type IngestApi, type IngestResult, sendItems } from './ingest-api.ts';
import type { PersonItem } from './ingest-items.ts';
import { countOutcomes, type ItemCounts } from './item-counts.ts';
import type { MappedDetailItem } from './map-contact-details.ts';
import type { MappedRow } from './map-row.ts';
import type { MappedValue, Mapping } from './mapping.ts';
import { columnOf } from './read-value.ts';
import { describeValueKind, type RowProblem } from './row-problem.ts';

/** What became of a batch of rows. */
export interface BatchOutcome {
  readonly persons: ItemCounts;
  readonly contactDetails: ItemCounts;
  readonly equality: ItemCounts;
  /** Those of mapping the rows and those of the API. */
  readonly problems: readonly RowProblem[];
}

interface Resident {
  readonly person: PersonItem;
  readonly rows: MappedRow[];
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Rows of one resident become one person: the first row says who it is, the others add details. */
const groupByResident = (rows: readonly MappedRow[], sourceIdColumn: string, problems: RowProblem[]): ReadonlyMap<string, Resident> => {
  const residents = new Map<string, Resident>();
  for (const row of rows) {
    const known = residents.get(row.person.sourceId);
    known?.rows.push(row);
    if (known === undefined) residents.set(row.person.sourceId, { person: row.person, rows: [row] });
    else if (!isSame(known.person, row.person)) {
      const reason = `says other things of the person than line ${known.rows[0]?.line} with the same id, which counts`;
      problems.push({ line: row.line, column: sourceIdColumn, kind: 'kept-without', valueKind: 'row', reason });
    }
  }
  return residents;
};

const personProblems = ({ rows }: Resident, result: IngestResult, mapping: Mapping): RowProblem[] => {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  const personValues: Readonly<Record<string, MappedValue | undefined>> = { ...mapping.person, sourceId: mapping.sourceId };
  const reported = result.problems.map(({ path, code, message }): RowProblem => {
    const column = columnOf(personValues[path.split('.').at(-1) ?? '']);
    const valueKind = column === '' ? 'row' : describeValueKind(first.record[column] ?? '');
    return { line: first.line, column, kind: 'rejected', valueKind, reason: `${code}: ${message}` };
  });
  const fallback: RowProblem = { line: first.line, column: '', kind: 'rejected', valueKind: 'row', reason: 'refused without a reason' };
  const reason = `the resident was rejected, see line ${first.line}`;
  return [
    ...(reported.length > 0 ? reported : [fallback]),
    ...others.map(({ line }): RowProblem => ({ line, column: '', kind: 'rejected', valueKind: 'row', reason })),
  ];
};

const partProblems = (row: MappedRow, column: string, result: IngestResult): RowProblem[] =>
  result.problems.map(({ path, code, message }) => ({
    line: row.line,
    column,
    kind: 'kept-without',
    valueKind: column === '' ? 'answers' : describeValueKind(row.record[column] ?? ''),
    reason: `${path.split('.').at(-1) ?? ''}: ${code}: ${message}`,
  }));

interface Part<T> {
  readonly row: MappedRow;
  readonly column: string;
  readonly item: T & { readonly sourceId: string; readonly targetId: string };
}

/** The same detail on two rows counts once; another one under the same key is reported, because it would replace the first. */
const collectDetails = (
  admitted: readonly (Resident & { readonly id: string })[],
  problems: RowProblem[],
): Part<MappedDetailItem['item']>[] => {
  const parts = new Map<string, Part<MappedDetailItem['item']>>();
  for (const { id, rows } of admitted) {
    for (const row of rows) {
      for (const { column, item } of row.contactDetails) {
        const part = { row, column, item: { ...item, targetId: id } };
        const known = parts.get(item.sourceId);
        if (known === undefined) parts.set(item.sourceId, part);
        else if (!isSame(known.item, part.item)) {
          const reason = `line ${known.row.line} of the same id and area gives another, which counts`;
          problems.push({ line: row.line, column, kind: 'kept-without', valueKind: describeValueKind(row.record[column] ?? ''), reason });
        }
      }
    }
  }
  return [...parts.values()];
};

const collectEquality = (admitted: readonly (Resident & { readonly id: string })[], problems: RowProblem[]): Part<{ answers: unknown }>[] =>
  admitted.flatMap(({ id, person: { sourceId }, rows }) => {
    const [first, ...others] = rows.filter(({ equality }) => equality !== undefined);
    if (first === undefined) return [];
    for (const { line, equality } of others.filter((other) => !isSame(other.equality, first.equality))) {
      const valueKind = `${Object.keys(equality ?? {}).length} answers`;
      problems.push({
        line,
        column: '',
        kind: 'kept-without',
        valueKind,
        reason: `line ${first.line} of the same id gives other answers, which count`,
      });
    }
    return [{ row: first, column: '', item: { sourceId, targetId: id, answers: first.equality } }];
  });

/**
 * Imports the rows of one batch: persons first, then their contact details and equality answers by the ids that came back.
 * @throws ImportError BATCH_FAILED; the batch can be sent again.
 */
export const importBatch = async (
  rows: readonly MappedRow[],
  { api, mapping }: { readonly api: IngestApi; readonly mapping: Mapping },
): Promise<BatchOutcome> => {
  const problems: RowProblem[] = rows.flatMap((row) => row.problems);
  const residents = [...groupByResident(rows, columnOf(mapping.sourceId), problems).values()];
  const { sourceSystem } = mapping;
  const persons = await sendItems(api, 'ingestPersons', { sourceSystem, items: residents.map(({ person }) => person) });

  const admitted: (Resident & { id: string })[] = [];
  for (const [index, resident] of residents.entries()) {
    const result = persons[index];
    if (result?.outcome !== 'REJECTED' && result?.id != null) admitted.push({ ...resident, id: result.id });
    else if (result !== undefined) problems.push(...personProblems(resident, result, mapping));
  }

  const sendParts = async (
    mutation: 'ingestContactDetails' | 'ingestEqualityInformation',
    parts: readonly Part<unknown>[],
  ): Promise<ItemCounts> => {
    const results = await sendItems(api, mutation, { sourceSystem, items: parts.map(({ item }) => item) });
    for (const [index, { row, column }] of parts.entries()) {
      const result = results[index];
      if (result?.outcome === 'REJECTED') problems.push(...partProblems(row, column, result));
    }
    return countOutcomes(results);
  };
  const contactDetails = await sendParts('ingestContactDetails', collectDetails(admitted, problems));
  const equality = await sendParts('ingestEqualityInformation', collectEquality(admitted, problems));
  return { persons: countOutcomes(persons), contactDetails, equality, problems };
};
