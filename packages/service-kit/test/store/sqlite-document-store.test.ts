import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FindOptions, StoredDocument } from '../../src/store/document-collection.ts';
import { openDocumentDatabase } from '../../src/store/open-document-database.ts';
import { SqliteConnection } from '../../src/store/sqlite-connection.ts';
import { openSqliteDocumentDatabase } from '../../src/store/sqlite-document-database.ts';
import { StoreLocationError, StoreUnavailableError, StoreUsageError } from '../../src/store/store-errors.ts';
import { defineDocumentStoreContract } from '../../src/testing/document-store-contract.ts';

interface Book extends StoredDocument {
  readonly area?: unknown;
  readonly details?: readonly { readonly id: string }[];
}

const root = mkdtempSync(join(tmpdir(), 'document-store-'));
let folders = 0;
const freshFolder = (): string => {
  folders += 1;
  return join(root, String(folders));
};
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

defineDocumentStoreContract('SQLite', async () => {
  const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'contract.db') });
  return { database, dispose: () => database.close() };
});

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the embedded store', () => {
  const indexes = [
    { name: 'byArea', key: { area: 1 } as const },
    { name: 'byDetail', key: { 'details.id': 1 } as const, isMultikey: true },
  ];

  it('has what was written when it is opened again, without having been closed', async () => {
    const dataDirectory = join(freshFolder(), 'made', 'on the way');
    const place = { mongodbUri: undefined, dataDirectory, name: 'person', databasePrefix: 'unused', onWarning: () => undefined };
    const first = await openDocumentDatabase(place);
    const books = await first.collection<Book>({ name: 'books', indexes });
    await books.insertOne({ _id: 'a', area: 'housing', details: [{ id: 'd1' }] });
    await books.updateOne({ _id: 'a' }, { $push: { details: { id: 'd2' } } });

    const second = openSqliteDocumentDatabase({ path: join(dataDirectory, 'person.db') });
    const reopened = await second.collection<Book>({ name: 'books', indexes });
    expect(await reopened.find({ 'details.id': 'd2', area: 'housing' }).toArray()).toEqual([
      { _id: 'a', area: 'housing', details: [{ id: 'd1' }, { id: 'd2' }] },
    ]);
    await second.close();
    await first.close();
  });

  it('flushes every commit: synchronous is 2 in the log mode WAL', () => {
    const connection = SqliteConnection.open(join(freshFolder(), 'settings.db'));
    expect(connection.all('PRAGMA synchronous')).toEqual([[2]]);
    expect(connection.all('PRAGMA journal_mode')).toEqual([['wal']]);
    expect(connection.all('PRAGMA mmap_size')).toEqual([[0]]);
    connection.close();
  });

  it('fills an index that is declared later and keeps no index that is no longer declared', async () => {
    const path = join(freshFolder(), 'later.db');
    const before = openSqliteDocumentDatabase({ path });
    const bare = await before.collection<Book>({ name: 'books', indexes: [] });
    await bare.bulkWrite([
      { insertOne: { document: { _id: 'a', area: true, details: [{ id: 'd1' }] } } },
      { insertOne: { document: { _id: 'b', area: 1 } } },
    ]);
    await before.close();

    const after = openSqliteDocumentDatabase({ path });
    const indexed = await after.collection<Book>({ name: 'books', indexes });
    expect(await indexed.countDocuments({ 'details.id': 'd1' })).toBe(1);
    expect((await indexed.find({}, { sort: { area: 1 } }).toArray()).map((book) => book._id)).toEqual(['b', 'a']);
    expect(await indexed.countDocuments({ area: 1 })).toBe(1);
    await after.close();

    const without = openSqliteDocumentDatabase({ path });
    await (await without.collection<Book>({ name: 'books', indexes: [] })).insertOne({ _id: 'c', details: [{ id: 'd3' }] });
    await without.close();
    const again = openSqliteDocumentDatabase({ path });
    expect(await (await again.collection<Book>({ name: 'books', indexes })).countDocuments({ 'details.id': 'd3' })).toBe(1);
    await again.close();
  });

  it('answers indexed conditions by their index', async () => {
    const path = join(freshFolder(), 'plan.db');
    const database = openSqliteDocumentDatabase({ path });
    await database.collection<Book>({ name: 'books', indexes });
    await database.close();
    const connection = SqliteConnection.open(path);
    const plan = (where: string): string =>
      connection.all(`EXPLAIN QUERY PLAN SELECT doc FROM "books" WHERE ${where}`, ['x']).flat().join(' ');
    expect(plan("coalesce(json_extract(doc, '$.area'), -9e999) = ?")).toContain('USING INDEX books/byArea');
    expect(plan('seq IN (SELECT seq FROM "books/byDetail" WHERE value = ?)')).toContain('SEARCH books/byDetail USING PRIMARY KEY');
    connection.close();
  });

  it('does not take an object for the text that it is written as', async () => {
    const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'object.db') });
    const books = await database.collection<Book>({ name: 'books', indexes });
    await books.insertOne({ _id: 'a', area: { b: 1 } });
    expect(await books.countDocuments({ area: '{"b":1}' })).toBe(0);
    expect(await books.countDocuments({ area: { $gt: 'a' } })).toBe(0);
    expect(await books.countDocuments({ area: { b: 1 } })).toBe(1);
    await database.close();
  });

  it('refuses an array at a path whose index is not multikey, and values that are no JSON', async () => {
    const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'refuse.db') });
    const books = await database.collection<Book>({ name: 'books', indexes });
    for (const area of [['x'], new Date(0), Number.NaN, 1n, () => 1]) {
      await expect(books.insertOne({ _id: 'a', area })).rejects.toThrow(StoreUsageError);
    }
    await expect(books.findOne({ area: /x/ })).rejects.toThrow(StoreUsageError);
    await expect(books.insertOne({ _id: '' })).rejects.toThrow(StoreUsageError);
    await expect(database.collection({ name: 'books', indexes: indexes.slice(1) })).rejects.toThrow(StoreUsageError);
    await expect(database.collection({ name: 'a b', indexes: [] })).rejects.toThrow(StoreUsageError);
    expect(await books.countDocuments({})).toBe(0);
    await database.close();
  });

  it.each<[string, unknown]>([
    ['a path', { 'details.id': 1 }],
    ['an operator as a field', { $area: 1 }],
    ['a path without a name in it', { 'details..id': 1 }],
    ['an exclusion', { area: 0 }],
    ['an exclusion of the id', { area: 1, _id: 0 }],
    ['true', { area: true }],
    ['a list', ['area']],
    ['a null', null],
    ['a name that is not plain', { "area' FROM": 1 }],
    ['the prototype', JSON.parse('{"__proto__":1}')],
  ])('refuses %s in a projection, which MongoDB may understand but the port does not promise', async (_title, projection) => {
    const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'projection.db') });
    const books = await database.collection<Book>({ name: 'books', indexes });
    await expect(books.find({}, { projection } as FindOptions).toArray()).rejects.toThrow(StoreUsageError);
    await database.close();
  });

  it('undoes a whole bulk write when one operation is a mistake in the call', async () => {
    const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'bulk.db') });
    const books = await database.collection<Book>({ name: 'books', indexes });
    const operations = [{ insertOne: { document: { _id: 'a' } } }, { insertOne: { document: { _id: 'b', area: ['x'] } } }];
    await expect(books.bulkWrite(operations, { ordered: false })).rejects.toThrow(StoreUsageError);
    expect(await books.countDocuments({})).toBe(0);
    await books.insertOne({ _id: 'a' });
    await database.close();
  });

  it('is unavailable when it is closed', async () => {
    const database = openSqliteDocumentDatabase({ path: join(freshFolder(), 'closed.db') });
    const books = await database.collection<Book>({ name: 'books', indexes });
    await database.close();
    await database.close();
    await expect(database.ping()).rejects.toThrow(StoreUnavailableError);
    await expect(books.findOne({ _id: 'a' })).rejects.toThrow(StoreUnavailableError);
    await expect(books.insertOne({ _id: 'a' })).rejects.toThrow(StoreUnavailableError);
  });

  it('says what is wrong with its place', () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'a-folder.db'), { recursive: true });
    writeFileSync(join(folder, 'a-file'), 'no database, only a text that is long enough to be read as a header');
    const cases = [
      [join(folder, 'a-file', 'person.db'), 'a file where a folder should be'],
      [join(folder, 'a-file', 'deeper', 'person.db'), 'a file where a folder should be'],
      [join(folder, 'a-folder.db'), 'came a folder'],
      [join(folder, 'a-file'), 'a file that cannot be opened as one'],
    ] as const;
    for (const [path, message] of cases) {
      const error = thrownBy(() => openSqliteDocumentDatabase({ path }));
      expect(error).toBeInstanceOf(StoreLocationError);
      expect(error).toHaveProperty('message', expect.stringContaining(message));
    }
  });
});
