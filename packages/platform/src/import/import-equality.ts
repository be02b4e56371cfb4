import { type EqualityMapping, sourceSystemOf } from './equality-mapping.ts';
import { type IngestApi, type IngestResult, sendItems } from './ingest-api.ts';
import type { AnswerSource } from './ingest-items.ts';
import { addCounts, countOutcomes, noItems } from './item-counts.ts';
import { type EqualityItem, type EqualityRow, type EqualityRowContext, mapEqualityRow } from './map-equality-row.ts';
import type { RegisterRow } from './read-register.ts';
import { columnOf } from './read-value.ts';
import { describeValueKind, type RowProblem } from './row-problem.ts';
import { type BatchRunOptions, batchSizeOf, type RowCounts, runBatches } from './run-batches.ts';

/** What an import of equality answers did: records created, changed and as they were, and rows. */
export interface EqualityImportResult extends RowCounts {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** What to import, as what, and where it goes. */
export interface ImportEqualityOptions extends BatchRunOptions {
  readonly mapping: EqualityMapping;
  /** The source system that the persons were imported from, when not the mapping's. */
  readonly sourceSystem?: string | undefined;
  /** Where answers of rows that do not say so come from. */
  readonly answersFrom?: AnswerSource | undefined;
  readonly api: IngestApi;
}

type AdmittedRow = EqualityRow & { readonly item: EqualityItem };

const isAdmitted = (row: EqualityRow): row is AdmittedRow => row.item !== undefined;

/** The rows by batches, mapped. The second row of an id is rejected: it would undo the first at every import. */
async function* readBatches(
  rows: AsyncIterable<RegisterRow>,
  size: number,
  context: EqualityRowContext,
): AsyncGenerator<readonly EqualityRow[], void> {
  const lineOf = new Map<string, number>();
  let batch: EqualityRow[] = [];
  for await (const row of rows) {
    const mapped = mapEqualityRow(row, context);
    const sourceId = mapped.item?.sourceId;
    const known = sourceId === undefined ? undefined : lineOf.get(sourceId);
    if (sourceId !== undefined && known === undefined) lineOf.set(sourceId, mapped.line);
    batch.push(known === undefined ? mapped : repeated(mapped, known, context.mapping));
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

const repeated = ({ line, record }: EqualityRow, known: number, mapping: EqualityMapping): EqualityRow => {
  const column = columnOf(mapping.sourceId);
  const reason = `line ${known} has the same id, which counts`;
  const valueKind = describeValueKind(record[column] ?? '');
  return { line, record, item: undefined, problems: [{ line, column, kind: 'rejected', valueKind, reason }] };
};

/** The first column of the value that stands at a path of a mapping; empty when there is none. */
const columnAt = (part: unknown, path: readonly string[]): string => {
  if (typeof part !== 'object' || part === null) return '';
  if ('columns' in part && Array.isArray(part.columns)) return String(part.columns[0] ?? '');
  const [name = '', ...rest] = path;
  const entries: ReadonlyMap<string, unknown> = new Map(Object.entries(part));
  return columnAt(entries.get(name) ?? [...entries.values()][0], rest);
};

const columnOfProblem = (path: string, { sourceId, equality }: EqualityMapping): string => {
  const segments = path.split('.');
  const answers = segments.indexOf('answers');
  if (answers < 0) return columnOf(sourceId);
  return answers === segments.length - 1 ? '' : columnAt(equality, segments.slice(answers + 1));
};

const refusedRow = ({ line, record }: EqualityRow, { problems }: IngestResult, mapping: EqualityMapping): RowProblem[] => {
  const reported = problems.map(({ path, code, message }): RowProblem => {
    const column = columnOfProblem(path, mapping);
    const valueKind = column === '' ? 'row' : describeValueKind(record[column] ?? '');
    return { line, column, kind: 'rejected', valueKind, reason: `${code}: ${message}` };
  });
  const fallback: RowProblem = { line, column: '', kind: 'rejected', valueKind: 'row', reason: 'refused without a reason' };
  return reported.length > 0 ? reported : [fallback];
};

/**
 * Imports a file of equality answers, batch by batch. A row is about the person whom the person import brought in from the same source
 * system under the same id. Everything is keyed by that: running it again changes only what changed in the file.
 * The file is closed in the end; the ids of its rows are held in memory, nothing else of them.
 * @throws ImportError OPTIONS_INVALID, REGISTER_UNREADABLE, REJECTS_UNWRITABLE, BATCH_FAILED or INTERRUPTED.
 */
export const importEquality = async (options: ImportEqualityOptions): Promise<EqualityImportResult> => {
  const { source, mapping, api, answersFrom } = options;
  try {
    const sourceSystem = sourceSystemOf(mapping, options.sourceSystem);
    let counts = noItems;
    const batches = readBatches(source.rows(), batchSizeOf(options), { mapping, answersFrom });
    const rowCounts = await runBatches(options, batches, async (batch) => {
      const admitted = batch.filter(isAdmitted);
      const items = admitted.map(({ item }) => item);
      const results = await sendItems(api, 'ingestEqualityInformation', { sourceSystem, items });
      counts = addCounts(counts, countOutcomes(results));
      const refused = admitted.flatMap((row, index) => {
        const result = results[index];
        return result?.outcome === 'REJECTED' ? refusedRow(row, result, mapping) : [];
      });
      return [...batch.flatMap(({ problems }) => problems), ...refused];
    });
    const { imported, updated, unchanged } = counts;
    return { imported, updated, unchanged, ...rowCounts };
  } finally {
    await source.close();
  }
};
