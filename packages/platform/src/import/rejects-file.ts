import { constants, createWriteStream, type WriteStream } from 'node:fs';
import { access, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { ImportError, systemCodeOf } from './import-error.ts';
import type { RowProblem } from './row-problem.ts';

/** Takes the problems of an import as they come, in the order of the lines within a batch. */
export interface ProblemSink {
  readonly report: (problems: readonly RowProblem[]) => Promise<void>;
}

/** The rejects file of one import. */
export interface RejectsFile extends ProblemSink {
  readonly path: string;
  /** Whether anything was reported, so that the file exists. */
  readonly isWritten: () => boolean;
  readonly close: () => Promise<void>;
}

const headerLine = 'line,column,kind,value_kind,reason\n';

const readBeginning = async (path: string): Promise<string | undefined> => {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerLine.length), 0, headerLine.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
};

const toLines = (problems: readonly RowProblem[]): string =>
  // A column name comes from the register; a spreadsheet must not take it for a formula.
  stringify(
    problems.map(({ line, column, kind, valueKind, reason }) => [line, column, kind, valueKind, reason]),
    { escape_formulas: true },
  );

/** Where the rejects of a register go unless another path is named: beside it. */
export const rejectsPathOf = (registerPath: string): string => `${registerPath}.rejects.csv`;

/**
 * Prepares a rejects file. It is created with the first problem; the one of an earlier run is replaced, and removed when there is nothing
 * to report. A file that is no rejects file is never overwritten.
 * @throws ImportError REJECTS_UNWRITABLE before anything is imported.
 */
export const openRejectsFile = async (path: string): Promise<RejectsFile> => {
  const unwritable = (reason: string, cause?: unknown): ImportError =>
    new ImportError('REJECTS_UNWRITABLE', `The rejects file ${path} cannot be written: ${reason}. Name another with --rejects PATH.`, {
      cause,
    });
  let beginning: string | undefined;
  try {
    beginning = await readBeginning(path);
    await access(beginning === undefined ? dirname(path) : path, constants.W_OK);
  } catch (cause) {
    throw unwritable(systemCodeOf(cause), cause);
  }
  if (beginning !== undefined && beginning !== '' && beginning !== headerLine) throw unwritable('another file is there');
  if (beginning !== undefined) await rm(path);

  let stream: WriteStream | undefined;
  let failure: unknown;
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (stream === undefined) {
        stream = createWriteStream(path);
        stream.on('error', (error) => {
          failure = error;
        });
        stream.write(headerLine);
      }
      stream.write(text, (error) => (error == null ? resolve() : reject(unwritable(systemCodeOf(error), error))));
    });
  return {
    path,
    isWritten: () => stream !== undefined,
    report: async (problems) => {
      if (problems.length > 0) await write(toLines(problems));
    },
    close: async () => {
      if (stream === undefined) return;
      if (failure === undefined) await finished(stream.end());
      stream.destroy();
    },
  };
};
