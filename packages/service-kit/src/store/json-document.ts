import type { StoredDocument } from './document-collection.ts';
import { StoreUsageError } from './store-errors.ts';
import { isPlainObject } from './supported-operators.ts';

/** True when an undefined field is somewhere inside; throws for what JSON cannot hold. */
const holdsUndefined = (value: unknown): boolean => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return false;
    case 'undefined':
      return true;
    case 'number':
      if (!Number.isFinite(value)) throw new StoreUsageError('Expected a finite number in a document.');
      return false;
    case 'object': {
      if (value === null) return false;
      if (!Array.isArray(value) && !isPlainObject(value)) {
        throw new StoreUsageError('Expected JSON values in a document, came an instance. Dates are stored as ISO strings.');
      }
      let isFound = false;
      for (const inner of Object.values(value)) isFound = holdsUndefined(inner) || isFound;
      return isFound;
    }
    default:
      throw new StoreUsageError(`Expected JSON values in a document, came a ${typeof value}.`);
  }
};

/**
 * The JSON text of a document. Undefined fields become null, as the MongoDB driver writes them.
 * @throws StoreUsageError for a missing id, a field name that starts with `$` at the top, or a value that is no JSON.
 */
export const encodeDocument = (document: StoredDocument): string => {
  if (typeof document._id !== 'string' || document._id === '') throw new StoreUsageError('Expected a document with a text _id.');
  for (const key in document) {
    if (key.startsWith('$')) throw new StoreUsageError(`Expected a document, came the operator ${key} as a field.`);
  }
  return holdsUndefined(document)
    ? JSON.stringify(document, (_key, value: unknown) => (value === undefined ? null : value))
    : JSON.stringify(document);
};
