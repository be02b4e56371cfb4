import type {
  BulkOperation,
  BulkOutcome,
  DocumentCollection,
  DocumentFilter,
  DocumentUpdate,
  FindOptions,
  StoredDocument,
  WriteOutcome,
} from './document-collection.ts';
import { applyUpdate, upsertSeed } from './document-semantics.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteTable } from './sqlite-table.ts';
import type { BulkWriteFailure } from './store-errors.ts';
import { BulkWriteError, DocumentUpdateError, DuplicateKeyError, StoreUsageError } from './store-errors.ts';
import { assertSupportedFilter, assertSupportedUpdate } from './supported-operators.ts';

interface Upsert {
  readonly upsert?: boolean;
}

type Counts = { -readonly [name in keyof BulkOutcome]: number };

const noCounts = (): Counts => ({ insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 });

const assertSameId = (id: string, other: string): void => {
  if (id !== other) throw new DocumentUpdateError(66, 'A write would alter the immutable field _id.');
};

/**
 * A collection of the embedded store. Every method does its work in one synchronous function, so a write is atomic among the callers
 * of this process; it is on the disk when its promise resolves.
 */
export class SqliteCollection<T extends StoredDocument> implements DocumentCollection<T> {
  readonly #connection: SqliteConnection;
  readonly #table: SqliteTable;

  constructor(connection: SqliteConnection, table: SqliteTable) {
    this.#connection = connection;
    this.#table = table;
  }

  async findOne(filter: DocumentFilter): Promise<T | null> {
    const [document] = this.#read(filter, { limit: 1 });
    return document ?? null;
  }

  find(filter: DocumentFilter, options: FindOptions = {}): { toArray(): Promise<T[]> } {
    return { toArray: async () => this.#read(filter, options) };
  }

  async countDocuments(filter: DocumentFilter): Promise<number> {
    return this.#table.count(filter);
  }

  async insertOne(document: T): Promise<{ readonly insertedId: string }> {
    this.#connection.transact(() => this.#table.insert(document));
    return { insertedId: document._id };
  }

  async replaceOne(filter: DocumentFilter, replacement: T, options: Upsert = {}): Promise<WriteOutcome> {
    return this.#connection.transact(() => this.#replace(filter, replacement, options));
  }

  async updateOne(filter: DocumentFilter, update: DocumentUpdate, options: Upsert = {}): Promise<WriteOutcome> {
    return this.#connection.transact(() => this.#update(filter, update, options));
  }

  async deleteOne(filter: DocumentFilter): Promise<{ readonly deletedCount: number }> {
    return { deletedCount: this.#connection.transact(() => this.#delete(filter)) };
  }

  async deleteMany(filter: DocumentFilter): Promise<{ readonly deletedCount: number }> {
    const deletedCount = this.#connection.transact(() => {
      const rows = this.#table.findAll(filter);
      for (const row of rows) this.#table.delete(row);
      return rows.length;
    });
    return { deletedCount };
  }

  async bulkWrite(operations: BulkOperation<T>[], options: { readonly ordered?: boolean } = {}): Promise<BulkOutcome> {
    if (operations.length === 0) throw new StoreUsageError('Expected at least one operation in a bulk write.');
    for (const operation of operations) this.#assertSupported(operation);
    const counts = noCounts();
    const failures = this.#connection.transact(() => this.#applyAll(operations, counts, options.ordered !== false));
    const [first, ...others] = failures;
    if (first !== undefined) throw new BulkWriteError([first, ...others], counts);
    return counts;
  }

  #read(filter: DocumentFilter, options: FindOptions): T[] {
    // What a collection holds was written through the same type.
    return this.#table.find(filter, options) as unknown as T[];
  }

  #replace(filter: DocumentFilter, replacement: T, { upsert = false }: Upsert): WriteOutcome {
    const row = this.#table.findFirst(filter);
    if (row !== undefined) {
      assertSameId(row.document._id, replacement._id);
      return { matchedCount: 1, modifiedCount: Number(this.#table.replace(row, replacement)), upsertedCount: 0 };
    }
    if (!upsert) return { matchedCount: 0, modifiedCount: 0, upsertedCount: 0 };
    if (typeof filter['_id'] === 'string') assertSameId(filter['_id'], replacement._id);
    this.#table.insert(replacement);
    return { matchedCount: 0, modifiedCount: 0, upsertedCount: 1 };
  }

  #update(filter: DocumentFilter, update: DocumentUpdate, { upsert = false }: Upsert): WriteOutcome {
    assertSupportedUpdate(update);
    const row = this.#table.findFirst(filter);
    if (row !== undefined) {
      applyUpdate(row.document, update);
      return { matchedCount: 1, modifiedCount: Number(this.#table.replace(row, row.document)), upsertedCount: 0 };
    }
    if (!upsert) return { matchedCount: 0, modifiedCount: 0, upsertedCount: 0 };
    const document = upsertSeed(filter);
    applyUpdate(document, update);
    this.#table.insert(document);
    return { matchedCount: 0, modifiedCount: 0, upsertedCount: 1 };
  }

  #delete(filter: DocumentFilter): number {
    const row = this.#table.findFirst(filter);
    if (row === undefined) return 0;
    this.#table.delete(row);
    return 1;
  }

  #assertSupported(operation: BulkOperation<T>): void {
    if ('insertOne' in operation) return;
    if ('replaceOne' in operation) return assertSupportedFilter(operation.replaceOne.filter);
    if ('deleteOne' in operation) return assertSupportedFilter(operation.deleteOne.filter);
    if (!('updateOne' in operation)) throw new StoreUsageError('Expected insertOne, replaceOne, updateOne or deleteOne in a bulk write.');
    assertSupportedFilter(operation.updateOne.filter);
    return assertSupportedUpdate(operation.updateOne.update);
  }

  #applyAll(operations: readonly BulkOperation<T>[], counts: Counts, isOrdered: boolean): BulkWriteFailure[] {
    const failures: BulkWriteFailure[] = [];
    for (const [index, operation] of operations.entries()) {
      try {
        this.#applyAtomically(operation, counts);
      } catch (error) {
        // Anything else (a full disk, a mistake in the call) undoes the whole bulk.
        if (!(error instanceof DuplicateKeyError || error instanceof DocumentUpdateError)) throw error;
        failures.push({ index, code: error.code, errmsg: error.message });
        if (isOrdered) return failures;
      }
    }
    return failures;
  }

  #applyAtomically(operation: BulkOperation<T>, counts: Counts): void {
    // One statement is atomic by itself; a savepoint is needed only where a side table can refuse a value after its row was written.
    if (!this.#table.indexes.sideTables.some(({ isUnique }) => isUnique)) this.#apply(operation, counts);
    else this.#connection.attempt(() => this.#apply(operation, counts));
  }

  #apply(operation: BulkOperation<T>, counts: Counts): void {
    if ('insertOne' in operation) {
      this.#table.insert(operation.insertOne.document);
      counts.insertedCount += 1;
      return;
    }
    if ('deleteOne' in operation) {
      counts.deletedCount += this.#delete(operation.deleteOne.filter);
      return;
    }
    const outcome =
      'replaceOne' in operation
        ? this.#replace(operation.replaceOne.filter, operation.replaceOne.replacement, operation.replaceOne)
        : this.#update(operation.updateOne.filter, operation.updateOne.update, operation.updateOne);
    counts.matchedCount += outcome.matchedCount;
    counts.modifiedCount += outcome.modifiedCount;
    counts.upsertedCount += outcome.upsertedCount;
  }
}
