/**
 * The errors of the document store and what a driver's errors mean. No message here names a host, a URI or a stored value; the
 * driver's own error is kept as `cause` for the log. Source: design.md, "Document store port"; style.md, "Errors".
 */
import type { BulkOutcome } from './document-collection.ts';

/** The store does not answer, is full or cannot promise durability. Trying again later can help. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** The wire code of the dependency family. */
  readonly code = 'STORE_UNAVAILABLE';
}

/** The configured place of the store cannot hold one. The message says what was expected, what came and what to do. */
export class StoreLocationError extends Error {
  override readonly name = 'StoreLocationError';

  constructor(problem: { readonly expected: string; readonly came: string; readonly action: string }, options?: ErrorOptions) {
    super(`Expected ${problem.expected}, came ${problem.came}. ${problem.action}`, options);
  }
}

/** A programmer's mistake: an operator the port does not know, a value that is no JSON, an array at a path declared single. */
export class StoreUsageError extends Error {
  override readonly name = 'StoreUsageError';
}

/** An update that cannot be applied to the document it found. `code` is MongoDB's number for it. */
export class DocumentUpdateError extends Error {
  override readonly name = 'DocumentUpdateError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The number of MongoDB's duplicate key error. */
export const duplicateKeyCode = 11000;

/** Two documents would have equal keys in a unique index. Same `code` as the MongoDB driver's error. */
export class DuplicateKeyError extends Error {
  override readonly name = 'DuplicateKeyError';
  readonly code = duplicateKeyCode;

  constructor(collection: string, index: string, options?: ErrorOptions) {
    super(`E11000 duplicate key error collection: ${collection} index: ${index}`, options);
  }
}

/** One failed operation of a bulk write. */
export interface BulkWriteFailure {
  /** Place of the operation in the list. */
  readonly index: number;
  readonly code: number;
  readonly errmsg: string;
}

/** Some operations of a bulk write failed; the others are kept. Has the fields of the driver's MongoBulkWriteError that we read. */
export class BulkWriteError extends Error {
  override readonly name = 'BulkWriteError';
  readonly code: number;
  readonly writeErrors: readonly BulkWriteFailure[];
  /** What the other operations did. */
  readonly result: BulkOutcome;

  constructor(writeErrors: readonly [BulkWriteFailure, ...BulkWriteFailure[]], result: BulkOutcome) {
    super(writeErrors[0].errmsg);
    this.code = writeErrors[0].code;
    this.writeErrors = writeErrors;
    this.result = result;
  }
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** True for a duplicate key error of either store, of a single write or as the first failure of a bulk write. */
export const isDuplicateKey = (error: unknown): boolean => fieldOf(error, 'code') === duplicateKeyCode;

const isFailure = (candidate: unknown): candidate is BulkWriteFailure =>
  typeof fieldOf(candidate, 'index') === 'number' && typeof fieldOf(candidate, 'code') === 'number';

/** The failed operations of a bulk write's error, of either store; undefined for any other error. */
export const bulkWriteFailures = (error: unknown): readonly BulkWriteFailure[] | undefined => {
  const writeErrors = fieldOf(error, 'writeErrors');
  const list: unknown[] = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  const failures = list.filter(isFailure);
  return failures.length > 0 ? failures : undefined;
};

/** The server is shutting down, stepping down or has no primary, or majority was not reached in time. */
const unavailableServerCodes: ReadonlySet<unknown> = new Set([
  6, 7, 18, 64, 89, 91, 100, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);
// By name: the driver's classes would load the driver (some 90 ms and 16 MB) into processes that run on the embedded store.
const unavailableNames: ReadonlySet<unknown> = new Set([
  'MongoClientClosedError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
]);
const unavailableSqlite = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|NOMEM)/;

const isUnavailable = (error: unknown): boolean => {
  const [name, code] = [fieldOf(error, 'name'), fieldOf(error, 'code')];
  if (typeof name === 'string' && name.startsWith('Mongo')) return unavailableNames.has(name) || unavailableServerCodes.has(code);
  return typeof code === 'string' && unavailableSqlite.test(code);
};

/**
 * The funnel from a driver's error to ours: a lost connection, a timeout, a busy, full or broken file becomes
 * `StoreUnavailableError` with the original as `cause`; every other error is returned as it came.
 */
export const toStoreError = (error: unknown): unknown =>
  isUnavailable(error) ? new StoreUnavailableError('The document store does not answer.', { cause: error }) : error;
