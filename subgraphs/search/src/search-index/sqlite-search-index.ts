import type { IndexedPerson, PersonSearchPage, PersonSearchQuery } from '../domain/person-search.ts';
import type { SearchIndex, SearchIndexState } from './search-index.ts';
import { SearchUnavailableError } from './search-unavailable-error.ts';
import { SqliteIndexFile } from './sqlite-index-file.ts';
import { SqlitePersonReader } from './sqlite-person-reader.ts';
import { SqlitePersonWriter } from './sqlite-person-writer.ts';

/** Where an embedded index is kept. */
export interface SqliteSearchIndexOptions {
  /** The path of the database file; its folder must exist. */
  readonly path: string;
}

/**
 * The search index on SQLite FTS5, in the calling thread: the thread stands still for each call. Services use `openSearchIndex`, which
 * puts it into a worker. One process at a time may have a file open. Source: embedded-search.md, "Recommended design".
 */
export class SqliteSearchIndex implements SearchIndex {
  readonly #file: SqliteIndexFile;
  readonly #writer: SqlitePersonWriter;
  readonly #reader: SqlitePersonReader;
  #isClosed = false;

  private constructor(file: SqliteIndexFile) {
    this.#file = file;
    this.#writer = new SqlitePersonWriter(file);
    this.#reader = new SqlitePersonReader(file);
  }

  /** Opens or creates the file. Throws `SearchUnavailableError` when it cannot be opened. */
  static open({ path }: SqliteSearchIndexOptions): SqliteSearchIndex {
    try {
      return new SqliteSearchIndex(SqliteIndexFile.open(path));
    } catch (error) {
      throw new SearchUnavailableError('its file cannot be opened', error);
    }
  }

  async apply(persons: readonly IndexedPerson[]): Promise<void> {
    this.#run(() => this.#writer.apply(persons));
  }

  async remove(id: string, version: number): Promise<void> {
    this.#run(() => this.#writer.remove(id, version));
  }

  async searchPersons(query: PersonSearchQuery): Promise<PersonSearchPage> {
    return this.#run(() => this.#reader.search(query));
  }

  async state(): Promise<SearchIndexState> {
    return this.#run(() => ({
      isComplete: this.#file.readNote('complete') === 'yes',
      count: Number(this.#file.readRow('select count(*) from person where names is not null')?.[0] ?? 0),
    }));
  }

  async markComplete(): Promise<void> {
    this.#run(() => {
      this.#file.writeNote('complete', 'yes');
      // A rebuild leaves many segments behind; one is faster to search.
      this.#file.execute("insert into fts (fts) values ('optimize')");
    });
  }

  async clear(): Promise<void> {
    this.#run(() => {
      this.#file.empty();
      this.#reader.forget();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file.close();
  }

  #run<T>(call: () => T): T {
    if (this.#isClosed) throw new SearchUnavailableError('it is closed');
    try {
      return call();
    } catch (error) {
      throw new SearchUnavailableError('its file failed', error);
    }
  }
}
