/**
 * What the port's filters and updates may say. Whatever is not in these lists is refused before the store is touched, so that no
 * condition is ever silently ignored. Source: design.md, "Document store port": "an unknown operator is refused, never ignored".
 */
import type { DocumentFilter, DocumentUpdate } from './document-collection.ts';
import { StoreUsageError } from './store-errors.ts';

/** An object written as `{}` or parsed from JSON: no array, date, pattern or class instance. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** True when the object's keys are operators, as in `{ $gt: 1 }`. */
export const hasOperators = (value: Readonly<Record<string, unknown>>): boolean => {
  for (const key in value) if (key.startsWith('$')) return true;
  return false;
};

/** What a condition asks for, by operator: a plain value asks for `$eq`. */
export const operatorsOf = (condition: unknown): readonly (readonly [operator: string, value: unknown])[] =>
  isPlainObject(condition) && hasOperators(condition) ? Object.entries(condition) : [['$eq', condition]];

/** A part of a path that is empty, an operator or the prototype. */
const unsoundPart = /(?:^|\.)(?:\$|__proto__(?:\.|$)|\.|$)/;

const assertPath = (path: string): void => {
  if (unsoundPart.test(path)) throw new StoreUsageError(`Expected a dotted path of field names, came '${path}'.`);
};

const assertLiteral = (value: unknown): void => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) return value.forEach(assertLiteral);
  if (!isPlainObject(value)) throw new StoreUsageError('Expected a JSON value in a filter or update, came a date, pattern or instance.');
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$')) throw new StoreUsageError(`Expected a literal value, came the operator ${key} inside it.`);
    assertLiteral(inner);
  }
};

const refuse = (operator: string, expected: string): never => {
  throw new StoreUsageError(`Expected ${expected} for ${operator}.`);
};

const filterOperators: Readonly<Record<string, (value: unknown) => void>> = {
  $eq: assertLiteral,
  $ne: assertLiteral,
  $gt: assertLiteral,
  $gte: assertLiteral,
  $lt: assertLiteral,
  $lte: assertLiteral,
  $in: (value) => (Array.isArray(value) ? value.forEach(assertLiteral) : refuse('$in', 'a list')),
  $nin: (value) => (Array.isArray(value) ? value.forEach(assertLiteral) : refuse('$nin', 'a list')),
  $exists: (value) => (typeof value === 'boolean' ? undefined : refuse('$exists', 'true or false')),
  $size: (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : refuse('$size', 'a whole number from 0')),
  $not: (value) => (isPlainObject(value) && hasOperators(value) ? assertOperators(value) : refuse('$not', 'operators')),
  $elemMatch: (value) => {
    if (!isPlainObject(value)) return refuse('$elemMatch', 'an object');
    return hasOperators(value) && !isLogical(value) ? assertOperators(value) : assertSupportedFilter(value);
  },
};

const logicalOperators: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);
const isLogical = (value: Readonly<Record<string, unknown>>): boolean => Object.keys(value).some((key) => logicalOperators.has(key));

const assertOperators = (operators: Readonly<Record<string, unknown>>): void => {
  for (const [operator, value] of Object.entries(operators)) {
    const check = Object.hasOwn(filterOperators, operator) ? filterOperators[operator] : undefined;
    if (check === undefined) throw new StoreUsageError(`Expected a filter operator of the document store, came ${operator}.`);
    check(value);
  }
};

const assertCondition = (value: unknown): void => {
  if (isPlainObject(value) && hasOperators(value)) assertOperators(value);
  else assertLiteral(value);
};

/**
 * Refuses a filter that says more than the port knows.
 * @throws StoreUsageError naming the operator or path.
 */
export const assertSupportedFilter = (filter: DocumentFilter): void => {
  if (!isPlainObject(filter)) throw new StoreUsageError('Expected a filter object.');
  for (const key in filter) {
    const value = filter[key];
    if (!key.startsWith('$')) {
      assertPath(key);
      assertCondition(value);
      continue;
    }
    if (!logicalOperators.has(key)) throw new StoreUsageError(`Expected a filter operator of the document store, came ${key}.`);
    if (!Array.isArray(value) || value.length === 0) throw new StoreUsageError(`Expected a list of filters for ${key}.`);
    value.forEach(assertSupportedFilter);
  }
};

const assertPush = (value: unknown): void => {
  if (!isPlainObject(value) || !hasOperators(value)) return assertLiteral(value);
  const { $each: list, ...others } = value;
  if (!Array.isArray(list) || Object.keys(others).length > 0) throw new StoreUsageError('Expected only $each with a list inside $push.');
  return list.forEach(assertLiteral);
};

const assertPull = (value: unknown): void => {
  if (!isPlainObject(value)) return assertLiteral(value);
  return hasOperators(value) ? assertOperators(value) : assertSupportedFilter(value);
};

const updateOperators: Readonly<Record<string, (value: unknown) => void>> = {
  $set: assertLiteral,
  $unset: () => undefined,
  $push: assertPush,
  $pull: assertPull,
  $inc: (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : refuse('$inc', 'a number')),
};

/**
 * Refuses an update that says more than the port knows, touches `_id`, or says nothing.
 * @throws StoreUsageError naming the operator or path.
 */
export const assertSupportedUpdate = (update: DocumentUpdate): void => {
  if (!isPlainObject(update) || Object.keys(update).length === 0) throw new StoreUsageError('Expected an update with operators.');
  for (const [operator, fields] of Object.entries(update)) {
    const check = Object.hasOwn(updateOperators, operator) ? updateOperators[operator] : undefined;
    if (check === undefined) throw new StoreUsageError(`Expected an update operator of the document store, came ${operator}.`);
    if (fields === undefined) continue;
    if (!isPlainObject(fields)) throw new StoreUsageError(`Expected an object of paths for ${operator}.`);
    for (const [path, value] of Object.entries(fields)) {
      assertPath(path);
      if (path === '_id' || path.startsWith('_id.')) throw new StoreUsageError('Expected an update that leaves _id alone.');
      check(value);
    }
  }
};
