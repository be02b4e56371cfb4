/**
 * Declared indexes as SQLite knows them. A single path is an expression over `json_extract`, with null and absent as one value that
 * is smaller than all others, so that they are equal in unique indexes and come first in an order, as in MongoDB. A path through an
 * array is a side table of (value, row). Source: design.md, "Document store port".
 */
import type { CollectionDeclaration, IndexDeclaration } from './document-collection.ts';
import type { JsonDocument } from './document-semantics.ts';
import type { SqlValue } from './sqlite-connection.ts';
import { StoreUsageError } from './store-errors.ts';

/** Stands for null and absent in an index. No JSON number is infinite, so it meets no stored value. */
export const absentValue = Number.NEGATIVE_INFINITY;
/** The same in SQL text. */
export const absentSql = '-9e999';

/** A side table for one path through arrays. */
export interface SideTable {
  readonly name: string;
  readonly path: string;
  readonly isUnique: boolean;
  readonly whereExists: string | undefined;
}

/** Everything the store keeps for a collection besides its documents. */
export interface IndexSet {
  /** The collection's name, which is its table's. */
  readonly table: string;
  /** SQL expression by single path that is in an index; `_id` is always there. */
  readonly expressions: ReadonlyMap<string, string>;
  /** Condition of a partial index by the path it asks for. */
  readonly partialConditions: ReadonlyMap<string, string>;
  readonly sideTables: readonly SideTable[];
  /** Name and SQL of every index and side table. */
  readonly schema: ReadonlyMap<string, string>;
}

const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;
const pathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

const assertMatches = (text: string, pattern: RegExp, what: string): void => {
  if (!pattern.test(text)) throw new StoreUsageError(`Expected a plain ${what}, came '${text}'.`);
};

const extract = (path: string): string => `json_extract(doc, '$.${path}')`;
const expressionOf = (path: string): string => (path === '_id' ? 'id' : `coalesce(${extract(path)}, ${absentSql})`);

const expressionIndex = (table: string, index: IndexDeclaration, name: string): string => {
  const columns = Object.entries(index.key).map(([path, direction]) => `${expressionOf(path)} ${direction === 1 ? 'ASC' : 'DESC'}`);
  const where = index.whereExists === undefined ? '' : ` WHERE ${extract(index.whereExists)} IS NOT NULL`;
  return `CREATE ${index.isUnique === true ? 'UNIQUE ' : ''}INDEX "${name}" ON "${table}" (${columns.join(', ')})${where}`;
};

const sideTable = (index: IndexDeclaration, name: string): SideTable => {
  const [path, ...others] = Object.keys(index.key);
  if (path === undefined || others.length > 0) throw new StoreUsageError(`Expected one path in the multikey index ${index.name}.`);
  return { name, path, isUnique: index.isUnique === true, whereExists: index.whereExists };
};

// The path stands in the text so that a changed declaration is seen by comparing the schema and the table is filled anew.
const sideTableSchema = ({ name, path, isUnique, whereExists }: SideTable): string =>
  `CREATE TABLE "${name}" (value NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (value, seq)${isUnique ? ', UNIQUE (value)' : ''}` +
  ` /* ${path} where ${whereExists ?? 'always'} */) WITHOUT ROWID`;

/**
 * What the store must keep for a declaration.
 * @throws StoreUsageError for a name or path that is not plain, or a multikey index of several paths.
 */
export const planIndexes = (declaration: CollectionDeclaration): IndexSet => {
  const table = declaration.name;
  assertMatches(table, namePattern, 'collection name');
  const expressions = new Map([['_id', 'id']]);
  const partialConditions = new Map<string, string>();
  const sideTables: SideTable[] = [];
  const schema = new Map<string, string>();
  for (const index of declaration.indexes) {
    assertMatches(index.name, namePattern, 'index name');
    const name = `${table}/${index.name}`;
    const paths = Object.keys(index.key);
    for (const path of [...paths, index.whereExists ?? '_id']) assertMatches(path, pathPattern, 'dotted path');
    if (paths.length === 0 || schema.has(name)) throw new StoreUsageError(`Expected a key and a name of its own for index ${name}.`);
    if (index.isMultikey === true) {
      const side = sideTable(index, name);
      sideTables.push(side);
      schema.set(name, sideTableSchema(side));
      continue;
    }
    for (const path of paths) expressions.set(path, expressionOf(path));
    if (index.whereExists !== undefined) {
      expressions.set(index.whereExists, expressionOf(index.whereExists));
      partialConditions.set(index.whereExists, `${extract(index.whereExists)} IS NOT NULL`);
    }
    schema.set(name, expressionIndex(table, index, name));
  }
  return { table, expressions, partialConditions, sideTables, schema };
};

const collectValues = (value: unknown, parts: readonly string[], into: unknown[]): void => {
  if (Array.isArray(value)) {
    for (const item of value) collectValues(item, parts, into);
    return;
  }
  const [part, ...rest] = parts;
  if (part === undefined) {
    into.push(value);
    return;
  }
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
  collectValues(isObject ? Reflect.get(value, part) : undefined, rest, into);
};

const valuesAt = (document: JsonDocument, path: string): unknown[] => {
  const values: unknown[] = [];
  collectValues(document, path.split('.'), values);
  return values;
};

const toSqlValue = (value: unknown): SqlValue | undefined => {
  if (value === null || value === undefined) return absentValue;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : undefined;
};

/** The values a document has in a side table, each once. */
export const sideValues = (document: JsonDocument, { path, whereExists }: SideTable): ReadonlySet<SqlValue> => {
  if (whereExists !== undefined && valuesAt(document, whereExists).every((value) => value === null || value === undefined))
    return new Set();
  const values = valuesAt(document, path).map(toSqlValue);
  if (values.length === 0) return new Set([absentValue]);
  return new Set(values.filter((value) => value !== undefined));
};

/**
 * The indexed single paths at which this document holds something that SQLite would order or compare otherwise than MongoDB
 * (a boolean, an object). Filters and orders on such a path are judged outside SQL.
 * @throws StoreUsageError when an array is met: the index must be declared multikey.
 */
export const irregularPaths = (document: JsonDocument, indexes: IndexSet): string[] => {
  const irregular: string[] = [];
  for (const path of indexes.expressions.keys()) {
    let value: unknown = document;
    for (const part of path.split('.')) {
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
      if (Array.isArray(value))
        throw new StoreUsageError(`Expected no array at '${path}' in ${indexes.table}: declare its index multikey.`);
    }
    if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) irregular.push(path);
  }
  return irregular;
};
