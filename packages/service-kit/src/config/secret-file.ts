import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { StartError } from '../lifecycle/start-error.ts';
import { secretBytes } from './derive-secret.ts';

const isWindows = platform() === 'win32';

/** The bits that let the group or anybody else in. */
const foreignAccess = 0o077;

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

const unusable = (expected: string, options?: ErrorOptions): StartError =>
  new StartError('configuration', `A secret file is not usable: ${expected}`, options);

const parseSecret = (text: string): Uint8Array => {
  const line = text.trimEnd();
  const secret = Buffer.from(line, 'base64url');
  // Node skips what is not base64url; writing it again shows whether anything was skipped.
  if (secret.byteLength !== secretBytes || secret.toString('base64url') !== line) {
    throw unusable(
      `expected ${secretBytes} bytes as base64url on one line. Put the file back from a backup: with a new one, what was recorded before is no longer found.`,
    );
  }
  return new Uint8Array(secret);
};

/** The secret of a file that is there; undefined when there is none. */
const readSecret = (path: string): Uint8Array | undefined => {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return undefined;
    throw unusable('expected a file that this account may read.', { cause });
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw unusable('expected a file, came something else.');
    if (!isWindows && (stats.mode & foreignAccess) !== 0)
      throw unusable('expected that nobody but its owner may read or write it. Take the rights of group and others away (chmod 600).');
    return parseSecret(readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
};

const flushFolder = (folder: string): void => {
  // Windows opens no folders.
  if (isWindows) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** A link, unlike a rename, never takes the place of a file that another process has made meanwhile. */
const linkUnlessPresent = (from: string, path: string): void => {
  try {
    linkSync(from, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
};

/** Puts a new secret at the path unless another process was faster. The file is whole from the moment that it has its name. */
const createSecret = (path: string): void => {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(temporary, `${randomBytes(secretBytes).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
      linkUnlessPresent(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
    flushFolder(dirname(path));
  } catch (cause) {
    throw new StartError(
      'cannotCreate',
      'A secret file cannot be made: expected a folder on a file system with hard links that this account may write to.',
      { cause },
    );
  }
};

/**
 * The 32 random bytes of a secret file (base64url on one line, for its owner alone), which is made where it is missing. Processes that
 * start at the same time agree on one secret. It must be kept as long as the data that were digested with it.
 * @throws StartError `configuration` when the file cannot be read, is open to group or others (not judged on Windows) or does not hold a
 * secret; `cannotCreate` when it cannot be made. The message repeats neither path nor content.
 */
export const readOrCreateSecretFile = (path: string): Uint8Array => {
  const present = readSecret(path);
  if (present !== undefined) return present;
  createSecret(path);
  const made = readSecret(path);
  if (made === undefined) throw unusable('expected that the file can be read where it was made.');
  return made;
};
