import { isServiceArea, serviceAreas } from '@resident-graph/schema';
import { importBatch } from './import-batch.ts';
import { ImportError } from './import-error.ts';
import type { IngestApi } from './ingest-api.ts';
import { addCounts, type ItemCounts, noItems } from './item-counts.ts';
import { type MappedRow, type MapRowContext, mapRow, type RejectedRow } from './map-row.ts';
import type { Mapping } from './mapping.ts';
import type { RegisterRow } from './read-register.ts';
import { type BatchRunOptions, batchSizeOf, type RowCounts, runBatches } from './run-batches.ts';

/** What an import did. Persons are counted once for each resident of a batch, `rejected` and `keptWithout` are rows. */
export interface ImportResult extends RowCounts {
  /** Persons created. */
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly contactDetails: ItemCounts;
  readonly equality: ItemCounts;
}

/** What to import, as what, and where it goes. */
export interface ImportRegisterOptions extends BatchRunOptions {
  readonly mapping: Mapping;
  /** The service area of rows that name none. */
  readonly area?: string | undefined;
  /** A steward's import: details of rows that name no area stay without one. */
  readonly withoutArea?: boolean | undefined;
  readonly api: IngestApi;
  /** Tells the day that a date of birth must be before. */
  readonly clock?: (() => Date) | undefined;
}

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

const importBatches = async (options: ImportRegisterOptions): Promise<ImportResult> => {
  const { source, mapping, api, clock = () => new Date() } = options;
  const context: MapRowContext = { mapping, area: areaOf(options), today: clock().toISOString().slice(0, 10) };
  let [persons, contactDetails, equality] = [noItems, noItems, noItems];
  const counts = await runBatches(options, readBatches(source.rows(), batchSizeOf(options), context), async (batch) => {
    const outcome = await importBatch(
      batch.filter((row) => row.kind === 'mapped'),
      { api, mapping },
    );
    persons = addCounts(persons, outcome.persons);
    contactDetails = addCounts(contactDetails, outcome.contactDetails);
    equality = addCounts(equality, outcome.equality);
    return [...batch.flatMap((row) => (row.kind === 'rejected' ? row.problems : [])), ...outcome.problems];
  });
  const { imported, updated, unchanged } = persons;
  return { imported, updated, unchanged, ...counts, contactDetails, equality };
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
