import Database from 'libsql';
import { foldVersion } from '../domain/fold-name.ts';
import { tokenVersion } from '../domain/name-tokens.ts';

/** A value that can be bound to a statement. */
export type SqlValue = string | number | null;

type SqlRow = readonly unknown[];
type Statement = ReturnType<InstanceType<typeof Database>['prepare']>;

/** What the tokens in a file were made by. */
const contentVersion = `fold ${foldVersion}, tokens ${tokenVersion}`;

/** How long a write waits for another process that has the file open, in milliseconds. */
const busyTimeout = 5_000;

/** Mapped pages would count as memory of the process; reading is as fast without. */
const settings = `pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 0; pragma busy_timeout = ${busyTimeout}`;

/**
 * `person.n` is the full-text row: dense numbers take one or two bytes a posting, ids would bloat it. A removed person keeps its row with
 * its version and no names. `names` is what hits are judged by, as the full-text table gives no content back; `word` is the dictionary
 * for typing errors, which only grows.
 */
const tables = `
  create table if not exists meta (key text primary key, value text not null) without rowid;
  create table if not exists person (
    n integer primary key, id text not null unique, version integer not null, names text,
    surname text not null default '', forename text not null default '', born text
  );
  create table if not exists word (n integer primary key, word text not null unique);
  create virtual table if not exists fts using fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
`;

/** The database file of a search index, open for durable writes. */
export class SqliteIndexFile {
  readonly #database: InstanceType<typeof Database>;
  /** Each statement is prepared once: the memory of a dropped one comes back only with a collection of garbage that does not see it. */
  readonly #statements = new Map<string, Statement>();

  private constructor(database: InstanceType<typeof Database>) {
    this.#database = database;
  }

  /** Opens or creates a file; one of other folding or tokens is emptied. Throws the driver's error when the file is no index. */
  static open(path: string): SqliteIndexFile {
    const file = new SqliteIndexFile(new Database(path));
    try {
      file.execute(settings);
      const synchronous = file.readRow('pragma synchronous')?.[0];
      if (synchronous !== 2) throw new Error(`the index file is not written durably (synchronous is ${String(synchronous)})`);
      file.execute(tables);
      if (file.readNote('content') !== contentVersion) file.empty();
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The first row of a query. */
  readRow(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined {
    return this.#prepare(sql).get(values) as SqlRow | undefined;
  }

  /** All rows of a query. */
  readRows(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[] {
    return this.#prepare(sql).all(values) as readonly SqlRow[];
  }

  /** Runs a statement that gives no rows. */
  write(sql: string, ...values: readonly SqlValue[]): void {
    this.#prepare(sql).run(values);
  }

  /** Runs statements without values. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs some writes as one durable transaction: all of them or, when one throws, none. */
  inTransaction(write: () => void): void {
    this.#database.transaction(write).immediate();
  }

  /** Reads one of the file's notes about itself. */
  readNote(key: string): string | null {
    const value = this.readRow('select value from meta where key = ?', key)?.[0];
    return typeof value === 'string' ? value : null;
  }

  /** Writes one of the file's notes about itself. */
  writeNote(key: string, value: string): void {
    this.write('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', key, value);
  }

  /** Drops all contents and notes, in one transaction. */
  empty(): void {
    this.inTransaction(() => {
      this.execute("delete from person; delete from word; delete from meta; insert into fts (fts) values ('delete-all')");
      this.writeNote('content', contentVersion);
    });
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** Rows come as arrays: as objects the driver would add a column of its own to a single one. */
  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (statement.reader) statement.raw();
    this.#statements.set(sql, statement);
    return statement;
  }
}
