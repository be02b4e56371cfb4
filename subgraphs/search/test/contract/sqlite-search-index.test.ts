import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchUnavailableError } from '../../src/search-index/search-unavailable-error.ts';
import { SqliteSearchIndex } from '../../src/search-index/sqlite-search-index.ts';
import { openSearchIndex } from '../../src/search-index/worker-search-index.ts';
import { defineSearchIndexContract } from './search-index-contract.ts';

defineSearchIndexContract('SQLite', async (folder) => SqliteSearchIndex.open({ path: join(folder, 'search.db') }));

describe('the file of a SQLite search index', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'search-index-'));
    path = join(folder, 'search.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is emptied and incomplete when it was folded by other rules', async () => {
    const index = await openSearchIndex({ path });
    const snapshot = {
      forename: 'Ann',
      middleName: null,
      surname: 'Coe',
      preferredForename: null,
      preferredMiddleName: null,
      preferredSurname: null,
      dateOfBirth: null,
      personTypes: [],
    };
    await index.apply([{ id: '1', version: 7, snapshot }]);
    await index.markComplete();
    await index.close();
    const file = new Database(path);
    file.exec("update meta set value = 'fold 0, tokens 0' where key = 'content'");
    file.close();

    const reopened = await openSearchIndex({ path });
    const query = {
      text: 'ann',
      page: 1,
      pageSize: 10,
      sortBy: 'RELEVANCE',
      isDescending: false,
      dateOfBirth: null,
      personType: null,
    } as const;
    expect(await reopened.state()).toEqual({ isComplete: false, count: 0 });
    expect(await reopened.searchPersons(query)).toMatchObject({ total: 0 });
    await reopened.apply([{ id: '1', version: 7, snapshot }]);
    expect(await reopened.searchPersons(query)).toMatchObject({ total: 1 });
    await reopened.close();
  });

  it.each([
    ['is no database', async () => writeFile(path, 'no database, but long enough to be taken for the header of one. '.repeat(20))],
    [
      'is in a folder that is missing',
      async () => {
        path = join(folder, 'missing', 'search.db');
      },
    ],
  ])('cannot be opened when it %s', async (_title, prepare) => {
    await prepare();
    await expect(openSearchIndex({ path })).rejects.toBeInstanceOf(SearchUnavailableError);
  });
});
