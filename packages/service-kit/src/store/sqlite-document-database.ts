import type { CollectionDeclaration, DocumentCollection, DocumentDatabase, StoredDocument } from './document-collection.ts';
import { SqliteCollection } from './sqlite-collection.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { planIndexes } from './sqlite-index.ts';
import { SqliteTable } from './sqlite-table.ts';
import { StoreUnavailableError, StoreUsageError } from './store-errors.ts';

interface OpenTable {
  readonly declaration: string;
  readonly table: SqliteTable;
}

class SqliteDocumentDatabase implements DocumentDatabase {
  readonly #connection: SqliteConnection;
  readonly #tables = new Map<string, OpenTable>();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  async collection<T extends StoredDocument>(declaration: CollectionDeclaration): Promise<DocumentCollection<T>> {
    const text = JSON.stringify(declaration.indexes);
    const open = this.#tables.get(declaration.name);
    // A second declaration would drop the first one's indexes under its feet.
    if (open !== undefined && open.declaration !== text && declaration.indexes.length > 0) {
      throw new StoreUsageError(`Expected the same indexes as before for the collection ${declaration.name}.`);
    }
    const table = open?.table ?? new SqliteTable(this.#connection, planIndexes(declaration));
    if (open === undefined) this.#tables.set(declaration.name, { declaration: text, table });
    return new SqliteCollection<T>(this.#connection, table);
  }

  async ping(): Promise<void> {
    try {
      this.#connection.all('SELECT count(*) FROM sqlite_master');
    } catch (cause) {
      throw new StoreUnavailableError('The document store does not answer.', { cause });
    }
  }

  async close(): Promise<void> {
    this.#connection.close();
  }
}

/**
 * Opens the embedded store in one file, creating it and its folder. Only one process may have a file open for writing.
 * @throws StoreLocationError when the path cannot hold a database; StoreUnavailableError when the file cannot be flushed durably.
 */
export const openSqliteDocumentDatabase = (place: { readonly path: string }): DocumentDatabase =>
  new SqliteDocumentDatabase(SqliteConnection.open(place.path));
