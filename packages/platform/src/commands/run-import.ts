import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { openDevelopmentIssuer } from '@resident-graph/gateway';
import { createLogger, StartError } from '@resident-graph/service-kit';
import type { PlatformConfig } from '../config.ts';
import { createImportProgress } from '../import/import-progress.ts';
import type { IngestApi } from '../import/ingest-api.ts';
import { openRejectsFile, rejectsPathOf } from '../import/rejects-file.ts';
import type { BatchRunOptions } from '../import/run-batches.ts';
import { openPlatformApi } from '../platform-api.ts';
import type { CommandProcess } from './command-process.ts';

/** One import by command. */
export interface ImportRun {
  readonly process: CommandProcess;
  readonly config: PlatformConfig;
  readonly file: string;
  /** The file of the token to use; undefined takes that of the development persona. */
  readonly token: string | undefined;
  readonly persona: string;
  readonly rejects: string | undefined;
}

/** What an import works with while it runs. */
export type ImportRunParts = Required<Pick<BatchRunOptions, 'onProgress' | 'rejects' | 'signal'>> & { readonly api: IngestApi };

const readToken = async ({ config, token, persona }: ImportRun): Promise<string> => {
  if (token !== undefined) {
    try {
      return readFileSync(token, 'utf8').trim();
    } catch (cause) {
      throw new StartError('configuration', 'The token file cannot be read. Expected a file that holds one token.', { cause });
    }
  }
  if (config.gateway.tokens.kind !== 'development') {
    throw new StartError('configuration', 'Expected --token FILE: the development issuer is off here.');
  }
  return (await openDevelopmentIssuer(config.dataDirectory)).issueToken(persona);
};

/**
 * Runs an import on the platform, wherever that runs, with progress, rejects file and interruption, and writes the line of figures that the
 * work answers.
 * @throws StartError
 */
export const runImport = async (run: ImportRun, work: (parts: ImportRunParts) => Promise<string>): Promise<void> => {
  const { process, config } = run;
  // The log would tear the progress bar; what matters is in the closing line and in the rejects file.
  const logger = createLogger({ service: 'import', level: 'silent' });
  const rejects = await openRejectsFile(resolve(run.rejects ?? rejectsPathOf(basename(run.file))));
  const api = await openPlatformApi({ config, logger }, () => readToken(run));
  const progress = createImportProgress({ stream: process.stderr, clock: () => performance.now() });
  const interruption = new AbortController();
  process.on('SIGINT', () => interruption.abort());
  process.on('SIGTERM', () => interruption.abort());
  try {
    const summary = await work({ api, onProgress: (report) => progress.update(report), rejects, signal: interruption.signal });
    progress.stop();
    if (rejects.isWritten()) process.stderr.write(`Rows with problems are listed in ${basename(rejects.path)}.\n`);
    await api.close();
    process.stdout.write(`${summary}\n`);
  } finally {
    progress.stop();
    await rejects.close();
    await api.close().catch(() => undefined);
  }
};
