import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SearchUnavailableError } from '../../src/search-index/search-unavailable-error.ts';
import { WorkerSearchIndex } from '../../src/search-index/worker-search-index.ts';

const toScript = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);

const script = new URL('./search-worker-from-source.mjs', import.meta.url);

/** A thread that answers everything with how many calls it has had, and dies of a search for `die`. */
const mortal = `
  import { parentPort } from 'node:worker_threads';
  let calls = 0;
  parentPort.on('message', ({ number, call }) => {
    if (call.query?.text === 'die') throw new Error('dead');
    calls += 1;
    parentPort.postMessage({ number, isDone: true, value: calls });
  });
`;

describe('the thread of a search index', () => {
  let folder: string;
  let index: WorkerSearchIndex;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'search-worker-'));
  });
  afterEach(async () => {
    await index.close();
    await rm(folder, { recursive: true });
  });

  const query = {
    text: 'ann',
    page: 1,
    pageSize: 10,
    sortBy: 'RELEVANCE',
    isDescending: false,
    dateOfBirth: null,
    personType: null,
  } as const;

  it('carries every call of the port, in order, and answers what was asked before it is closed', async () => {
    const path = join(folder, 'search.db');
    const snapshot = {
      forename: 'Ann',
      middleName: null,
      surname: 'Coe',
      preferredForename: null,
      preferredMiddleName: null,
      preferredSurname: null,
      dateOfBirth: '1950-01-02',
      personTypes: ['TENANT'],
    };
    const toPage = (...personIds: readonly string[]): unknown => ({
      total: personIds.length,
      results: personIds.map((personId) => ({ personId, matchedOn: ['EXACT'] })),
      matchedIds: personIds,
      page: 1,
      pageSize: 10,
    });
    index = new WorkerSearchIndex({ path, script });
    const answers = await Promise.all([
      index.state(),
      index.apply([
        { id: '1', version: 1, snapshot },
        { id: '2', version: 1, snapshot },
      ]),
      index.searchPersons(query),
      index.remove('2', 2),
      index.markComplete(),
      index.searchPersons(query),
      index.state(),
      index.close(),
    ]);
    expect(answers).toEqual([
      { isComplete: false, count: 0 },
      undefined,
      toPage('1', '2'),
      undefined,
      undefined,
      toPage('1'),
      { isComplete: true, count: 1 },
      undefined,
    ]);
    index = new WorkerSearchIndex({ path, script });
    expect(await index.searchPersons(query)).toEqual(toPage('1'));
    await index.clear();
    expect(await index.state()).toEqual({ isComplete: false, count: 0 });
  });

  it('takes only the calls it owes with it when it dies, and the next call starts another', async () => {
    index = new WorkerSearchIndex({ path: 'unused', script: toScript(mortal) });
    expect([await index.state(), await index.state()]).toEqual([1, 2]);
    const owed = [index.searchPersons({ ...query, text: 'die' }), index.searchPersons(query), index.apply([])];
    const outcomes = await Promise.allSettled(owed);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof SearchUnavailableError)).toEqual([
      true,
      true,
      true,
    ]);
    expect(await index.searchPersons(query)).toBe(1);
  });

  it('that cannot open its file refuses every call', async () => {
    index = new WorkerSearchIndex({ path: join(folder, 'missing', 'search.db'), script });
    await expect(index.state()).rejects.toBeInstanceOf(SearchUnavailableError);
    await expect(index.searchPersons(query)).rejects.toBeInstanceOf(SearchUnavailableError);
  });

  it('is not started to be closed', async () => {
    index = new WorkerSearchIndex({ path: 'unused', script: toScript('') });
    await index.close();
    await expect(index.state()).rejects.toBeInstanceOf(SearchUnavailableError);
  });
});
