import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Tampering, type VerifyResult, verifyAccessEvents } from '@resident-graph/contact-details-subgraph';
import { type Environment, failProcess, openDocumentDatabase, readOrCreateSecretFile, StartError } from '@resident-graph/service-kit';
import { type PlatformConfig, readPlatformConfig } from '../config.ts';
import { lookupKeyFileName, openDataFolder } from '../data-folder.ts';
import { createImportProgress } from '../import/import-progress.ts';
import type { CommandProcess } from './command-process.ts';
import { isUsageError } from './token.ts';

const help = `Reads the whole record of looks and says what was changed, removed, reordered or inserted in it, and where.

  npm run audit:verify
  npm run audit:verify -- --key FILE

  --key FILE   the lookup key with which the record is sealed (default: keys/${lookupKeyFileName} in DATA_DIR)
  --help       this text

On the store in DATA_DIR, which no other process may use meanwhile, or in MONGODB_URI, beside what runs there. It changes nothing.
Exits with 0 when the record is whole, with 1 when it is not. The last line names the newest anchor: keep it elsewhere.
`;

const name = 'contact-details';

const openRecord = async (config: PlatformConfig, keyPath: string) => {
  const { mongodbUri, dataDirectory, databasePrefix } = config;
  if (mongodbUri === undefined && !existsSync(join(dataDirectory, `${name}.db`))) {
    throw new StartError('configuration', 'There is no record of looks. Expected DATA_DIR to be the data folder of a platform.');
  }
  // Made anew, it would tell of a record that is changed from end to end.
  if (!existsSync(keyPath)) {
    throw new StartError(
      'configuration',
      'Expected the lookup key with which the record is sealed. Put it back, or name it with --key FILE.',
    );
  }
  const lookupSecret = readOrCreateSecretFile(keyPath);
  const folder = mongodbUri === undefined ? openDataFolder(dataDirectory) : null;
  const database = await openDocumentDatabase({ mongodbUri, dataDirectory, name, databasePrefix, onWarning: () => undefined });
  return {
    database,
    lookupSecret,
    close: async () => {
      await database.close();
      folder?.close();
    },
  };
};

const formatTampering = ({ kind, chain, sequence, eventId, count }: Tampering): string =>
  [
    kind.padEnd(9),
    `chain=${chain === '' ? 'none' : chain}`,
    ...(sequence === null ? [] : [`sequence=${sequence}`]),
    ...(count === 1 ? [] : [`count=${count}`]),
    ...(eventId === null ? [] : [`event=${eventId}`]),
  ].join(' ');

const formatResult = (result: VerifyResult, seconds: number): string => {
  const { events, chains, anchors, findings, newestAnchor } = result;
  const rate = Math.round(events / Math.max(seconds, 0.001));
  const anchor = newestAnchor === null ? '' : ` newest_anchor=${newestAnchor.day}:${newestAnchor.hash}`;
  return `events=${events} chains=${chains} anchors=${anchors} problems=${findings.length} seconds=${seconds.toFixed(2)} events_per_second=${rate}${anchor}`;
};

const run = async (process: CommandProcess, config: PlatformConfig, keyPath: string): Promise<boolean> => {
  const record = await openRecord(config, keyPath);
  const progress = createImportProgress({ stream: process.stderr, clock: () => performance.now() });
  try {
    const startedAt = performance.now();
    const result = await verifyAccessEvents(record.database, {
      lookupSecret: record.lookupSecret,
      onProgress: (read, total) => progress.update({ rows: read, bytesRead: read, totalBytes: total }),
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    progress.stop();
    for (const finding of result.findings) process.stdout.write(`${formatTampering(finding)}\n`);
    process.stdout.write(`${formatResult(result, seconds)}\n`);
    return result.findings.length === 0;
  } finally {
    progress.stop();
    await record.close();
  }
};

/** `npm run audit:verify`: proves that the record of looks is as it was written. */
export const auditVerify = async (process: CommandProcess, environment: Environment, args: readonly string[]): Promise<void> => {
  let isWhole = true;
  try {
    const { values } = parseArgs({ args: [...args], options: { key: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) {
      process.stdout.write(help);
      return;
    }
    const config = readPlatformConfig(environment);
    const keyPath = values.key === undefined ? join(config.dataDirectory, 'keys', lookupKeyFileName) : resolve(values.key);
    isWhole = await run(process, config, keyPath);
  } catch (error) {
    failProcess(process, isUsageError(error) ? new StartError('configuration', `${error.message}\n\n${help}`) : error);
  }
  if (!isWhole) process.exit(1);
};
