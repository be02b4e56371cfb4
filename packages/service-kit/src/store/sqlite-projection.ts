import type { FindOptions } from './document-collection.ts';
import type { JsonDocument } from './document-semantics.ts';
import type { SqlRow } from './sqlite-connection.ts';
import { StoreUsageError } from './store-errors.ts';
import { isPlainObject } from './supported-operators.ts';

/** Plain, because the name is written into SQL; `__proto__` would not become a field of its own. */
const plainField = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The fields that a projection asks for, `_id` first; undefined for all.
 * @throws StoreUsageError for anything but the inclusion of top-level fields with plain names
 */
export const projectedFields = (projection: FindOptions['projection']): readonly string[] | undefined => {
  if (projection === undefined) return undefined;
  if (!isPlainObject(projection)) throw new StoreUsageError('Expected a projection object.');
  const fields = Object.entries(projection);
  for (const [field, value] of fields) {
    if (!plainField.test(field) || value !== 1)
      throw new StoreUsageError(`Expected a top-level field with 1 in a projection, came '${field}'.`);
  }
  return fields.length === 0 ? undefined : [...new Set(['_id', ...fields.map(([field]) => field)])];
};

/** The columns of a SELECT, one for each field: its JSON text, or null when the document has no such field. */
export const fieldColumns = (fields: readonly string[]): string =>
  // The id stands beside the document too: for it alone no text is parsed.
  fields.map((field) => (field === '_id' ? 'json_quote(id)' : `doc -> '$.${field}'`)).join(', ');

/** The document of a row of `fieldColumns`. */
export const decodeFields = (fields: readonly string[], row: SqlRow): JsonDocument => {
  const present = fields.flatMap((field, at) => {
    const text = row[at];
    return typeof text === 'string' ? [`"${field}":${text}`] : [];
  });
  return JSON.parse(`{${present.join(',')}}`) as JsonDocument;
};

/** The same of a document that was read whole. */
export const pickFields = (document: JsonDocument, fields: readonly string[]): JsonDocument =>
  Object.fromEntries(fields.filter((field) => Object.hasOwn(document, field)).map((field) => [field, document[field]])) as JsonDocument;
