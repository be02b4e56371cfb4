import { ImportError } from './import-error.ts';
import { maxIngestItems } from './ingest-api.ts';
import type { Register } from './read-register.ts';
import type { ProblemSink } from './rejects-file.ts';
import type { RowProblem } from './row-problem.ts';

/** How far an import is. */
export interface ImportProgressReport {
  readonly rows: number;
  readonly bytesRead: number;
  /** Null when unknown. */
  readonly totalBytes: number | null;
}

/** How the batches of an import run, whatever its rows hold. */
export interface BatchRunOptions {
  readonly source: Register;
  /** Rows of one batch, at most 1,000; 500 unless told. */
  readonly batchSize?: number | undefined;
  readonly onProgress?: ((report: ImportProgressReport) => void) | undefined;
  readonly rejects?: ProblemSink | undefined;
  /** Stops the import after the running batch. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of the rows; a row with several problems counts once. */
export interface RowCounts {
  /** Rows of which nothing was imported. */
  readonly rejected: number;
  /** Rows imported without a part, each part being in the rejects file. */
  readonly keptWithout: number;
}

/** The size of a batch. @throws ImportError OPTIONS_INVALID */
export const batchSizeOf = ({ batchSize = 500 }: BatchRunOptions): number => {
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= maxIngestItems) return batchSize;
  throw new ImportError('OPTIONS_INVALID', `The batch size needs to be a whole number from 1 to ${maxIngestItems}.`);
};

const byLine = (one: RowProblem, other: RowProblem): number => one.line - other.line;

const failedBatch = (batch: readonly { readonly line: number }[], cause: unknown): ImportError => {
  const [first, last] = [batch[0]?.line, batch.at(-1)?.line];
  const advice = 'The lines before it are in. Correct the cause and run the same import again: what is in already stays as it is.';
  const reason = cause instanceof Error ? cause.message : 'failed';
  return new ImportError('BATCH_FAILED', `Lines ${first} to ${last}: ${reason}. ${advice}`, { cause });
};

/**
 * Imports batch after batch; `importBatch` answers every problem of its rows. The source is closed in the end.
 * @throws ImportError REGISTER_UNREADABLE, REJECTS_UNWRITABLE, BATCH_FAILED or INTERRUPTED.
 */
export const runBatches = async <Row extends { readonly line: number }>(
  options: BatchRunOptions,
  batches: AsyncIterable<readonly Row[]>,
  importBatch: (batch: readonly Row[]) => Promise<readonly RowProblem[]>,
): Promise<RowCounts> => {
  const { source, onProgress, rejects, signal } = options;
  let [rows, rejected, keptWithout] = [0, 0, 0];
  for await (const batch of batches) {
    if (signal?.aborted === true) {
      throw new ImportError(
        'INTERRUPTED',
        `Stopped before line ${batch[0]?.line}. What is before it is in; run the same import again for the rest.`,
      );
    }
    const found = await importBatch(batch).catch((cause: unknown) => {
      throw failedBatch(batch, cause);
    });
    const problems = found.toSorted(byLine);
    const rejectedLines = new Set(problems.filter(({ kind }) => kind === 'rejected').map(({ line }) => line));
    const keptLines = new Set(problems.filter(({ line }) => !rejectedLines.has(line)).map(({ line }) => line));
    await rejects?.report(problems);
    rejected += rejectedLines.size;
    keptWithout += keptLines.size;
    rows += batch.length;
    onProgress?.({ rows, bytesRead: source.bytesRead(), totalBytes: source.totalBytes });
  }
  return { rejected, keptWithout };
};
