import { isServiceArea, serviceAreas } from '@resident-graph/schema';
import { type ItemCounts, importBatch } from './import-batch.ts';
import { ImportError } from './import-error.ts';
import { type IngestApi, maxIngestItems } from './ingest-api.ts';
import { type MappedRow, type MapRowContext, mapRow, type RejectedRow } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import type { Register, RegisterRow } from './read-register.ts';
import type { ProblemSink } from './rejects-file.ts';
import type { RowProblem } from './row-problem.ts';

/** How far an import is. */
export interface ImportProgressReport {
  readonly rows: number;
  readonly bytesRead: number;
  /** Null when unknown. */
  readonly totalBytes: number | null;
}

/** What an import did. Persons are counted once for each resident of a batch, `rejected` and `keptWithout` are rows. */
export interface ImportResult {
  /** Persons created. */
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows of which nothing was imported. */
  readonly rejected: number;
  /** Rows imported without a part, each part being in the rejects file. */
  readonly keptWithout: number;
  readonly contactDetails: ItemCounts;
  readonly equality: ItemCounts;
}

/** What to import, as what, and where it goes. */
export interface ImportRegisterOptions {
  readonly source: Register;
  readonly mapping: Mapping;
  /** The service area of rows that name none. */
  readonly area?: string | undefined;
  /** A steward's import: details of rows that name no area stay without one. */
  readonly withoutArea?: boolean | undefined;
  readonly api: IngestApi;
  /** Rows of one batch, at most 1,000; 500 unless told. */
  readonly batchSize?: number | undefined;
  readonly onProgress?: ((report: ImportProgressReport) => void) | undefined;
  readonly rejects?: ProblemSink | undefined;
  /** Stops the import after the running batch. */
  readonly signal?: AbortSignal | undefined;
  /** Tells the day that a date of birth must be before. */
  readonly clock?: (() => Date) | undefined;
}

const noItems: ItemCounts = { imported: 0, updated: 0, unchanged: 0, rejected: 0 };

const addCounts = (one: ItemCounts, other: ItemCounts): ItemCounts => ({
  imported: one.imported + other.imported,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  rejected: one.rejected + other.rejected,
});

const areaOf = ({ mapping, area, withoutArea = false }: ImportRegisterOptions): string | null | undefined => {
  if (area !== undefined && withoutArea) throw new ImportError('OPTIONS_INVALID', 'Name either --area AREA or --without-area, not both.');
  if (area !== undefined && !isServiceArea(area)) {
    throw new ImportError('OPTIONS_INVALID', `--area needs one of ${serviceAreas.join(', ')}; what came is none of them.`);
  }
  if (area === undefined && !withoutArea && mapping.area === undefined && mapping.contactDetails.length > 0) {
    const reason = `The register "${mapping.name}" has no column for the service area.`;
    throw new ImportError(
      'OPTIONS_INVALID',
      `${reason} Name one with --area AREA: ${serviceAreas.join(', ')}. A steward may import --without-area.`,
    );
  }
  return area ?? (withoutArea ? null : undefined);
};

type JudgedRow = MappedRow | RejectedRow;

const sourceIdOf = (row: JudgedRow | undefined): string | undefined => (row?.kind === 'mapped' ? row.person.sourceId : undefined);

/**
 * Maps rows into batches. A batch is closed between two residents, so that rows of one resident that stand together go together; it
 * grows to twice its size at most for that.
 */
async function* readBatches(rows: AsyncIterable<RegisterRow>, size: number, context: MapRowContext): AsyncGenerator<JudgedRow[], void> {
  let batch: JudgedRow[] = [];
  for await (const row of rows) {
    const judged = mapRow(row, context);
    const sourceId = sourceIdOf(judged);
    const continues = sourceId !== undefined && sourceId === sourceIdOf(batch.at(-1));
    if (batch.length >= size && !(continues && batch.length < size * 2)) {
      yield batch;
      batch = [];
    }
    batch.push(judged);
  }
  if (batch.length > 0) yield batch;
}

const byLine = (one: RowProblem, other: RowProblem): number => one.line - other.line;

const importBatches = async (options: ImportRegisterOptions): Promise<ImportResult> => {
  const { source, mapping, api, batchSize = 500, onProgress, rejects, signal, clock = () => new Date() } = options;
  const area = areaOf(options);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > maxIngestItems) {
    throw new ImportError('OPTIONS_INVALID', `The batch size needs to be a whole number from 1 to ${maxIngestItems}.`);
  }
  const context: MapRowContext = { mapping, area, today: clock().toISOString().slice(0, 10) };
  let [persons, contactDetails, equality] = [noItems, noItems, noItems];
  let [rows, rejected, keptWithout] = [0, 0, 0];

  for await (const batch of readBatches(source.rows(), batchSize, context)) {
    if (signal?.aborted === true) {
      throw new ImportError(
        'INTERRUPTED',
        `Stopped before line ${batch[0]?.line}. What is before it is in; run the same import again for the rest.`,
      );
    }
    const outcome = await importBatch(
      batch.filter((row) => row.kind === 'mapped'),
      { api, mapping },
    ).catch((cause: unknown) => {
      const [first, last] = [batch[0]?.line, batch.at(-1)?.line];
      const advice = 'The lines before it are in. Correct the cause and run the same import again: what is in already stays as it is.';
      throw new ImportError('BATCH_FAILED', `Lines ${first} to ${last}: ${cause instanceof Error ? cause.message : 'failed'}. ${advice}`, {
        cause,
      });
    });
    persons = addCounts(persons, outcome.persons);
    contactDetails = addCounts(contactDetails, outcome.contactDetails);
    equality = addCounts(equality, outcome.equality);

    const problems = [...batch.flatMap((row) => (row.kind === 'rejected' ? row.problems : [])), ...outcome.problems].sort(byLine);
    const rejectedLines = new Set(problems.filter(({ kind }) => kind === 'rejected').map(({ line }) => line));
    const keptLines = new Set(problems.filter(({ line }) => !rejectedLines.has(line)).map(({ line }) => line));
    await rejects?.report(problems);
    rejected += rejectedLines.size;
    keptWithout += keptLines.size;
    rows += batch.length;
    onProgress?.({ rows, bytesRead: source.bytesRead(), totalBytes: source.totalBytes });
  }
  const { imported, updated, unchanged } = persons;
  return { imported, updated, unchanged, rejected, keptWithout, contactDetails, equality };
};

/**
 * Imports a register, batch by batch, one batch in memory. Everything is keyed by the source system and its ids: running it again, after
 * an interruption too, changes only what changed in the register.
 * The register is closed in the end.
 * @throws ImportError OPTIONS_INVALID, REGISTER_UNREADABLE, REJECTS_UNWRITABLE, BATCH_FAILED or INTERRUPTED.
 */
export const importRegister = async (options: ImportRegisterOptions): Promise<ImportResult> => {
  try {
    return await importBatches(options);
  } finally {
    await options.source.close();
  }
};
