import { MongoNetworkTimeoutError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { bulkWriteFailures, DuplicateKeyError, isDuplicateKey, StoreUnavailableError, toStoreError } from './store-errors.ts';

const sqliteError = (code: string): Error => Object.assign(new Error('database says no'), { code });

describe('toStoreError', () => {
  it.each([
    ['a network timeout', new MongoNetworkTimeoutError('connection to 10.0.0.1:27017 timed out')],
    ['a server that is no primary any more', new MongoServerError({ code: 10107, message: 'not primary' })],
    ['a majority that was not reached', new MongoWriteConcernError({ ok: 1, writeConcernError: { code: 64, errmsg: 'waiting' } })],
    ['a busy file', sqliteError('SQLITE_BUSY')],
    ['a full disk', sqliteError('SQLITE_FULL')],
    ['a failed flush', sqliteError('SQLITE_IOERR_FSYNC')],
  ])('makes %s unavailable and keeps the cause', (_title, cause) => {
    const error = toStoreError(cause);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: 'The document store does not answer.', cause });
  });

  it.each([
    ['a duplicate key', new DuplicateKeyError('persons', 'byName')],
    ["the driver's duplicate key", new MongoServerError({ code: 11000, message: 'E11000' })],
    ['any other error', new TypeError('x is undefined')],
    ['a broken rule of the schema', sqliteError('SQLITE_CONSTRAINT_NOTNULL')],
    ['no error at all', undefined],
  ])('leaves %s as it is', (_title, error) => {
    expect(toStoreError(error)).toBe(error);
  });
});

describe('isDuplicateKey and bulkWriteFailures', () => {
  it("read the driver's errors and the embedded store's alike", () => {
    expect(isDuplicateKey(new DuplicateKeyError('persons', 'byName'))).toBe(true);
    expect(isDuplicateKey(new MongoServerError({ code: 11000, message: 'E11000' }))).toBe(true);
    expect(isDuplicateKey(sqliteError('SQLITE_BUSY'))).toBe(false);
    expect(isDuplicateKey(null)).toBe(false);
    expect(bulkWriteFailures(new TypeError('x'))).toBeUndefined();
  });
});
