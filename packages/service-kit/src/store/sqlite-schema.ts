import type { JsonDocument } from './document-semantics.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { IndexSet } from './sqlite-index.ts';
import { irregularPaths, sideValues } from './sqlite-index.ts';

const rowsAtOnce = 500;

const addIrregular = (connection: SqliteConnection, table: string, paths: readonly string[]): void => {
  for (const path of paths) connection.run('INSERT OR IGNORE INTO "/irregular" (name, path) VALUES (?, ?)', [table, path]);
};

/** Gives a new index its rows: what stands in the table is read once, in batches. */
const fill = (connection: SqliteConnection, indexes: IndexSet, isNew: (name: string) => boolean): void => {
  const sides = indexes.sideTables.filter((side) => isNew(side.name));
  for (let last = 0; ; ) {
    const rows = connection.all(`SELECT seq, doc FROM "${indexes.table}" WHERE seq > ? ORDER BY seq LIMIT ${rowsAtOnce}`, [last]);
    for (const row of rows) {
      last = Number(row[0]);
      const document = JSON.parse(String(row[1])) as JsonDocument;
      addIrregular(connection, indexes.table, irregularPaths(document, indexes));
      for (const side of sides) {
        for (const value of sideValues(document, side))
          connection.run(`INSERT INTO "${side.name}" (value, seq) VALUES (?, ?)`, [value, last]);
      }
    }
    if (rows.length < rowsAtOnce) return;
  }
};

/**
 * Creates the collection's table and indexes where they are missing, makes changed ones anew and drops what is no longer declared (it
 * would not be kept up to date). Runs inside a transaction. Answers the indexed paths that hold booleans or objects.
 * @throws a SQLite constraint error when documents that are there break a new unique index.
 */
export const createSchema = (connection: SqliteConnection, indexes: IndexSet): Set<string> => {
  const { table, schema } = indexes;
  connection.execute(
    'CREATE TABLE IF NOT EXISTS "/irregular" (name TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (name, path)) WITHOUT ROWID',
  );
  connection.execute(`CREATE TABLE IF NOT EXISTS "${table}" (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL)`);
  const prefix = `${table}/`;
  const present = new Map<string, string>();
  for (const [type, name, sql] of connection.all(
    'SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND substr(name, 1, ?) = ?',
    [prefix.length, prefix],
  )) {
    if (schema.get(String(name)) === sql) present.set(String(name), String(sql));
    else connection.execute(`DROP ${type === 'table' ? 'TABLE' : 'INDEX'} "${String(name)}"`);
  }
  const missing = [...schema].filter(([name]) => !present.has(name));
  for (const [, sql] of missing) connection.execute(sql);
  if (missing.length > 0) fill(connection, indexes, (name) => !present.has(name));
  return new Set(connection.all('SELECT path FROM "/irregular" WHERE name = ?', [table]).map((row) => String(row[0])));
};
