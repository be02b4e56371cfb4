import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@resident-graph/service-kit';
import Database from 'libsql';

const markName = 'sample-register.json';

/**
 * The file with the secret for the digests by which contact details are found, and for cursors. It belongs to the data: whoever moves
 * or restores a data folder or a database takes it along.
 */
export const lookupKeyFileName = 'contact-details-lookup.key';

/** A data folder that this process alone uses until it closes it. */
export interface DataFolder {
  /** Whether it was decided already if the sample register belongs into this folder. */
  isSampleDecided(): boolean;
  /** Notes the decision, so that it is made once. */
  decideSample(isSeeded: boolean): void;
  close(): void;
}

const unusable = (cause: unknown): StartError =>
  new StartError(
    'cannotCreate',
    'The data folder cannot be used: expected DATA_DIR to be a folder that this account may write to, or a place where one can be made. ' +
      'If a file stands there, move it away or choose another DATA_DIR.',
    { cause },
  );

const lock = (directory: string): InstanceType<typeof Database> => {
  let database: InstanceType<typeof Database>;
  try {
    database = new Database(join(directory, 'lock.db'), { timeout: 0 });
  } catch (cause) {
    throw unusable(cause);
  }
  try {
    // The system lets go of the lock when the process ends, however it ends: nothing stale is ever left behind.
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    throw new StartError(
      'unavailable',
      'The data folder is in use by another process. Expected to be alone: two processes never write one embedded file. ' +
        'Stop the other one, use its API, or choose another DATA_DIR.',
      { cause },
    );
  }
};

/**
 * Opens a data folder, making it where it is missing.
 * @throws StartError when it cannot be used or another process uses it
 */
export const openDataFolder = (directory: string): DataFolder => {
  try {
    // What lies here is personal: nobody but this account may look.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(cause);
  }
  const held = lock(directory);
  const mark = join(directory, markName);
  return {
    isSampleDecided: () => existsSync(mark) && readFileSync(mark, 'utf8') !== '',
    decideSample: (isSeeded) => writeFileSync(mark, JSON.stringify({ isSeeded })),
    close: () => {
      held.close();
    },
  };
};
