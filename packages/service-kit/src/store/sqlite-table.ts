import type { DocumentFilter, FindOptions, StoredDocument } from './document-collection.ts';
import type { JsonDocument } from './document-semantics.ts';
import { compileFilter, sortDocuments } from './document-semantics.ts';
import { encodeDocument } from './json-document.ts';
import type { SqliteConnection, SqlRow, SqlValue } from './sqlite-connection.ts';
import type { FilterContext, FilterPlan } from './sqlite-filter.ts';
import { planFilter, planOrder } from './sqlite-filter.ts';
import type { IndexSet } from './sqlite-index.ts';
import { irregularPaths, sideValues } from './sqlite-index.ts';
import { decodeFields, fieldColumns, pickFields, projectedFields } from './sqlite-projection.ts';
import { createSchema } from './sqlite-schema.ts';
import { DuplicateKeyError, StoreUsageError } from './store-errors.ts';
import { assertSupportedFilter } from './supported-operators.ts';

/** A document with its place in the table. */
export interface StoredRow {
  readonly seq: number;
  readonly text: string;
  readonly document: JsonDocument;
}

const decode = (row: SqlRow): StoredRow => {
  const text = String(row[1]);
  return { seq: Number(row[0]), text, document: JSON.parse(text) as JsonDocument };
};

const firstOf = (row: SqlRow | undefined): SqlRow[] => (row === undefined ? [] : [row]);
const whereClause = ({ where }: FilterPlan): string => (where === '' ? '' : ` WHERE ${where}`);

const assertWindow = (name: string, value: number | undefined): number => {
  if (value === undefined) return 0;
  if (!Number.isSafeInteger(value) || value < 0) throw new StoreUsageError(`Expected a whole number from 0 for ${name}.`);
  return value;
};

/**
 * Rows of one collection in its SQLite table: candidates by index, judged by mingo where SQL cannot say it exactly. Write methods
 * expect to run inside a transaction, because a row and its side tables change together.
 */
export class SqliteTable {
  readonly indexes: IndexSet;
  readonly #connection: SqliteConnection;
  readonly #context: FilterContext;
  readonly #irregular: Set<string>;

  /** Creates the table and whatever of its indexes is missing or was declared otherwise. */
  constructor(connection: SqliteConnection, indexes: IndexSet) {
    this.#connection = connection;
    this.indexes = indexes;
    this.#irregular = this.#explain(() => connection.transact(() => createSchema(connection, indexes)));
    this.#context = { indexes, irregular: this.#irregular };
  }

  /** Documents that match, in order, window and projection. Each is a fresh object. */
  find(filter: DocumentFilter, options: FindOptions = {}): JsonDocument[] {
    assertSupportedFilter(filter);
    const fields = projectedFields(options.projection);
    const skip = assertWindow('skip', options.skip);
    const limit = assertWindow('limit', options.limit);
    const sort = options.sort ?? {};
    const order = Object.keys(sort).length > 0 ? planOrder(sort, this.#context) : '';
    if (fields !== undefined && order !== undefined) {
      const plan = planFilter(filter, this.#context);
      if (plan.rest.length === 0)
        return this.#selectFields(fields, `${whereClause(plan)}${order} LIMIT ? OFFSET ?`, [...plan.values, limit || -1, skip]);
    }
    const end = limit === 0 ? Number.POSITIVE_INFINITY : skip + limit;
    const documents = this.#select(filter, order ?? '', order === undefined ? Number.POSITIVE_INFINITY : end).map((row) => row.document);
    const window = (order === undefined ? sortDocuments(documents, sort) : documents).slice(skip, end);
    return fields === undefined ? window : window.map((document) => pickFields(document, fields));
  }

  /** How many documents match. */
  count(filter: DocumentFilter): number {
    assertSupportedFilter(filter);
    const plan = planFilter(filter, this.#context);
    if (plan.rest.length > 0) return this.#select(filter, '', Number.POSITIVE_INFINITY).length;
    return Number(this.#connection.first(`SELECT count(*) FROM "${this.indexes.table}"${whereClause(plan)}`, plan.values)?.[0]);
  }

  /** The first row that matches. */
  findFirst(filter: DocumentFilter): StoredRow | undefined {
    assertSupportedFilter(filter);
    return this.#select(filter, '', 1)[0];
  }

  /** Every row that matches. */
  findAll(filter: DocumentFilter): StoredRow[] {
    assertSupportedFilter(filter);
    return this.#select(filter, '', Number.POSITIVE_INFINITY);
  }

  /** Adds a document. @throws DuplicateKeyError */
  insert(document: StoredDocument): void {
    const text = encodeDocument(document);
    const json = document as JsonDocument;
    this.#noteIrregular(json);
    this.#explain(() => {
      const { rowNumber } = this.#connection.run(`INSERT INTO "${this.indexes.table}" (id, doc) VALUES (?, ?)`, [document._id, text]);
      this.#addSideValues(rowNumber, json, undefined);
    });
  }

  /** Puts a document in a row's place; false when nothing changed. @throws DuplicateKeyError */
  replace(row: StoredRow, document: StoredDocument): boolean {
    const text = encodeDocument(document);
    if (text === row.text) return false;
    const json = document as JsonDocument;
    this.#noteIrregular(json);
    this.#explain(() => {
      this.#connection.run(`UPDATE "${this.indexes.table}" SET doc = ? WHERE seq = ?`, [text, row.seq]);
      if (this.indexes.sideTables.length > 0) this.#addSideValues(row.seq, json, JSON.parse(row.text) as JsonDocument);
    });
    return true;
  }

  /** Removes a row. */
  delete(row: StoredRow): void {
    this.#connection.run(`DELETE FROM "${this.indexes.table}" WHERE seq = ?`, [row.seq]);
    for (const side of this.indexes.sideTables) {
      for (const value of sideValues(row.document, side)) {
        this.#connection.run(`DELETE FROM "${side.name}" WHERE value = ? AND seq = ?`, [value, row.seq]);
      }
    }
  }

  /** Only for filters and orders that SQL says exactly: nothing can be judged by fields that were not read. */
  #selectFields(fields: readonly string[], clauses: string, values: readonly SqlValue[]): JsonDocument[] {
    const rows = this.#connection.all(`SELECT ${fieldColumns(fields)} FROM "${this.indexes.table}"${clauses}`, values);
    return rows.map((row) => decodeFields(fields, row));
  }

  #select(filter: DocumentFilter, order: string, wanted: number): StoredRow[] {
    const plan = planFilter(filter, this.#context);
    const sql = `SELECT seq, doc FROM "${this.indexes.table}"${whereClause(plan)}${order}`;
    if (plan.isSingle || (wanted === 1 && plan.rest.length === 0))
      return this.#judged(plan, firstOf(this.#connection.first(sql, plan.values)));
    if (!Number.isFinite(wanted)) return this.#judged(plan, this.#connection.all(sql, plan.values));
    const found: StoredRow[] = [];
    // Not iterated row by row: an iterator that is left early keeps its read transaction open until it is collected.
    let page = plan.rest.length === 0 ? wanted : wanted + 15;
    for (let offset = 0; ; ) {
      const rows = this.#connection.all(`${sql} LIMIT ? OFFSET ?`, [...plan.values, page, offset]);
      found.push(...this.#judged(plan, rows));
      if (found.length >= wanted || rows.length < page) return found.slice(0, wanted);
      offset += page;
      page *= 4;
    }
  }

  #judged({ rest }: FilterPlan, candidates: readonly SqlRow[]): StoredRow[] {
    const rows = candidates.map(decode);
    if (rest.length === 0 || rows.length === 0) return rows;
    const judge = compileFilter({ $and: rest });
    return rows.filter((row) => judge(row.document));
  }

  #noteIrregular(document: JsonDocument): void {
    for (const path of irregularPaths(document, this.indexes)) {
      if (this.#irregular.has(path)) continue;
      this.#connection.run('INSERT OR IGNORE INTO "/irregular" (name, path) VALUES (?, ?)', [this.indexes.table, path]);
      // Never taken back: were the write undone, the path would only be judged outside SQL for longer than it must.
      this.#irregular.add(path);
    }
  }

  #addSideValues(seq: number, document: JsonDocument, before: JsonDocument | undefined): void {
    for (const side of this.indexes.sideTables) {
      const old: ReadonlySet<SqlValue> = before === undefined ? new Set() : sideValues(before, side);
      const values = sideValues(document, side);
      for (const value of old) {
        if (!values.has(value)) this.#connection.run(`DELETE FROM "${side.name}" WHERE value = ? AND seq = ?`, [value, seq]);
      }
      for (const value of values) {
        if (!old.has(value)) this.#connection.run(`INSERT INTO "${side.name}" (value, seq) VALUES (?, ?)`, [value, seq]);
      }
    }
  }

  #explain<T>(write: () => T): T {
    try {
      return write();
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw cause;
      const index = /\/([A-Za-z0-9_-]+)/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? '_id_';
      throw new DuplicateKeyError(this.indexes.table, index, { cause });
    }
  }
}
