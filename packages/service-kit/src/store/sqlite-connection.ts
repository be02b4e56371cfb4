import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { StoreLocationError, StoreUnavailableError } from './store-errors.ts';

/** What is bound to a statement. Booleans and nulls have their own form in `sqlite-index.ts`. */
export type SqlValue = string | number;

/** A row as a list of columns. */
export type SqlRow = readonly unknown[];

type Statement = Database.Statement<[readonly SqlValue[]]>;

const statementsKept = 256;

const kindOf = (path: string): 'folder' | 'file' | 'nothing' => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  return stats.isDirectory() ? 'folder' : 'file';
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    const came = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file where a folder should be' : `${code} when making it`;
    throw new StoreLocationError(
      { expected: `a folder '${folder}' for the document store`, came, action: 'Move the file away, or set DATA_DIR to a folder.' },
      { cause },
    );
  }
};

const notADatabase = (path: string, cause: unknown): StoreLocationError =>
  new StoreLocationError(
    {
      expected: `a document store's file at '${path}'`,
      came: kindOf(path) === 'folder' ? 'a folder' : 'a file that cannot be opened as one',
      action: 'Move it away, or set DATA_DIR to another folder.',
    },
    { cause },
  );

/**
 * One SQLite file, opened for durable writes: WAL, `synchronous = FULL` read back, no memory map. Every call is synchronous, so what
 * runs inside one function cannot be interleaved by another caller of this process. Compiled statements are kept and reused.
 */
export class SqliteConnection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Statement>();

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /**
   * Opens or creates the file and its folder.
   * @throws StoreLocationError when the path cannot hold a database; StoreUnavailableError when durability cannot be promised.
   */
  static open(path: string): SqliteConnection {
    makeFolder(dirname(path));
    let database: Database.Database | undefined;
    try {
      database = new Database(path);
      const connection = new SqliteConnection(database);
      connection.#configure();
      return connection;
    } catch (error) {
      database?.close();
      if (error instanceof StoreUnavailableError) throw error;
      throw notADatabase(path, error);
    }
  }

  #configure(): void {
    this.all('PRAGMA busy_timeout = 5000');
    const [journal] = this.all('PRAGMA journal_mode = WAL');
    this.execute('PRAGMA synchronous = FULL');
    this.all('PRAGMA mmap_size = 0');
    this.execute('PRAGMA cache_size = -8000');
    this.execute('PRAGMA temp_store = MEMORY');
    this.all('PRAGMA journal_size_limit = 67108864');
    const [synchronous] = this.all('PRAGMA synchronous');
    if (journal?.[0] !== 'wal' || synchronous?.[0] !== 2) {
      throw new StoreUnavailableError(`Expected WAL with synchronous 2, came ${String(journal?.[0])} with ${String(synchronous?.[0])}.`);
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (!this.#database.open) throw new StoreUnavailableError('The document store is closed.');
    const statement = this.#database.prepare<[readonly SqlValue[]]>(sql);
    const prepared = statement.reader ? statement.raw() : statement;
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= statementsKept && oldest !== undefined) this.#statements.delete(oldest);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  /** Every row of a query, each a list of columns. */
  all(sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    return this.#statement(sql).all(values) as SqlRow[];
  }

  /** The first row of a query; cheaper than a list of one. */
  first(sql: string, values: readonly SqlValue[] = []): SqlRow | undefined {
    // A compiled statement of its own: after `all`, `get` of the same one answers a row of before where there is none (libsql 0.5.29).
    return this.#statement(`${sql} `).get(values) as SqlRow | undefined;
  }

  /** Runs a statement without rows; answers how many rows it changed and the last row number it gave. */
  run(sql: string, values: readonly SqlValue[] = []): { readonly changes: number; readonly rowNumber: number } {
    const outcome = this.#statement(sql).run(values);
    return { changes: outcome.changes, rowNumber: Number(outcome.lastInsertRowid) };
  }

  /** Runs statements that are not worth keeping (schema, settings). */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs the work in one transaction, with one flush to the disk at its end. An error undoes everything. */
  transact<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.run('ROLLBACK');
      throw error;
    }
  }

  /** Inside a transaction: an error undoes this work only, and is thrown on. */
  attempt<T>(work: () => T): T {
    this.run('SAVEPOINT operation');
    try {
      const result = work();
      this.run('RELEASE operation');
      return result;
    } catch (error) {
      if (this.#database.inTransaction) {
        this.run('ROLLBACK TO operation');
        this.run('RELEASE operation');
      }
      throw error;
    }
  }

  /** Moves the write-ahead log into the file and closes it. Closing twice does nothing. */
  close(): void {
    if (!this.#database.open) return;
    this.all('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#statements.clear();
    this.#database.close();
  }
}
