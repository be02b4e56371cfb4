/**
 * What filters, updates and orders mean, by `mingo`: MongoDB's language over plain objects. Used by the embedded store only.
 * Callers have checked the filter or update with `supported-operators.ts` before. What mingo lets pass and MongoDB refuses (a path
 * through a scalar, $inc of a text) is refused here with MongoDB's code.
 */
import { Context, OpType } from 'mingo/core';
import * as query from 'mingo/operators/query';
import { Query } from 'mingo/query';
import { update as applyModifier } from 'mingo/updater';
import { resolve } from 'mingo/util';
import type { DocumentFilter, DocumentUpdate, StoredDocument } from './document-collection.ts';
import { DocumentUpdateError, StoreUsageError } from './store-errors.ts';
import { hasOperators, isPlainObject, operatorsOf } from './supported-operators.ts';

/** A document as it is read from the store, before its type is known. */
export type JsonDocument = StoredDocument & Record<string, unknown>;

const options = { context: Context.init({ query }) };

type Judge = (document: JsonDocument) => boolean;

const isOfFields = (condition: unknown): condition is DocumentFilter =>
  isPlainObject(condition) && Object.keys(condition).some((key) => !key.startsWith('$'));

const compileElement = (path: string, condition: DocumentFilter): Judge => {
  const judge = compileFilter(condition);
  return (document) => {
    const list = resolve(document, path, { unwrapArray: true });
    return Array.isArray(list) && (list as readonly JsonDocument[]).some(judge);
  };
};

const compileOperator = (path: string, operator: string, value: unknown): Judge => {
  if (operator === '$elemMatch' && isOfFields(value)) return compileElement(path, value);
  const judge = options.context.getOperator(OpType.QUERY, operator);
  if (judge === null) throw new StoreUsageError(`Expected a filter operator of the document store, came ${operator}.`);
  return judge(path, value, options) as Judge;
};

/** What mingo's `Query` makes of one condition, without its copies of condition and operators. */
const compileCondition = (path: string, condition: unknown): Judge => {
  let judges: readonly Judge[] | undefined;
  return (document) => {
    judges ??= path.startsWith('$')
      ? [compileOperator(path, path, condition)]
      : operatorsOf(condition).map(([operator, value]) => compileOperator(path, operator, value));
    return judges.every((judge) => judge(document));
  };
};

/**
 * A predicate for the filter, for as long as nobody changes it. A condition is compiled when the first document comes to it: of the
 * alternatives of an access filter most documents need few, and compiling one takes far longer than judging by it. For the same reason
 * what joins conditions is taken apart here and only they are left to mingo, which compiles all that is joined and copies it for each level.
 */
export const compileFilter = (filter: DocumentFilter): Judge => {
  const judges = Object.entries(filter).map(([path, condition]): Judge => {
    if ((path !== '$and' && path !== '$or') || !Array.isArray(condition)) return compileCondition(path, condition);
    const parts = (condition as readonly DocumentFilter[]).map(compileFilter);
    return path === '$and' ? (document) => parts.every((part) => part(document)) : (document) => parts.some((part) => part(document));
  });
  return (document) => judges.every((judge) => judge(document));
};

/** The documents in MongoDB's order: nulls and absent first, then numbers, texts, objects, booleans. A new array. */
export const sortDocuments = (documents: readonly JsonDocument[], sort: Readonly<Record<string, 1 | -1>>): JsonDocument[] =>
  new Query<Record<string, unknown>>({}, options)
    .find<JsonDocument>([...documents])
    .sort({ ...sort })
    .all();

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** What stands at the path; undefined when nothing does and the path can be made. */
const targetOf = (document: JsonDocument, path: string): unknown => {
  let value: unknown = document;
  for (const part of path.split('.')) {
    if (value === undefined) return undefined;
    if (!isContainer(value) || (Array.isArray(value) && !/^\d+$/.test(part))) {
      throw new DocumentUpdateError(28, `Cannot create field '${part}' in the element before it (${path}).`);
    }
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
};

const isReachable = (document: JsonDocument, path: string): boolean => {
  try {
    return targetOf(document, path) !== undefined;
  } catch (error) {
    if (error instanceof DocumentUpdateError) return false;
    throw error;
  }
};

const pathsOf = (fields: object | undefined): string[] => Object.keys(fields ?? {});

const assertApplicable = (document: JsonDocument, update: DocumentUpdate): void => {
  for (const path of pathsOf(update.$set)) targetOf(document, path);
  for (const path of pathsOf(update.$inc)) {
    const value = targetOf(document, path);
    if (value !== undefined && typeof value !== 'number')
      throw new DocumentUpdateError(14, `Cannot apply $inc to a value that is no number (${path}).`);
  }
  for (const path of pathsOf(update.$push)) {
    const value = targetOf(document, path);
    if (value !== undefined && !Array.isArray(value)) throw new DocumentUpdateError(2, `The field '${path}' must be an array for $push.`);
  }
  for (const path of pathsOf(update.$pull)) {
    if (isReachable(document, path) && !Array.isArray(targetOf(document, path))) {
      throw new DocumentUpdateError(2, `The field '${path}' must be an array for $pull.`);
    }
  }
};

/**
 * Applies the update to the document in place.
 * @throws DocumentUpdateError when the document does not allow it; StoreUsageError when two paths of the update conflict.
 */
export const applyUpdate = (document: JsonDocument, update: DocumentUpdate): void => {
  assertApplicable(document, update);
  try {
    // mingo's types want the paths of a known document type; ours is any JSON.
    applyModifier(
      document as Record<string, unknown>,
      { ...update } as Parameters<typeof applyModifier>[1],
      [],
      {},
      { queryOptions: options },
    );
  } catch (error) {
    throw new StoreUsageError(`The update cannot be applied: ${error instanceof Error ? error.message : 'unknown reason'}`, {
      cause: error,
    });
  }
};

/** The document an upsert starts from: the filter's equalities, as MongoDB takes them. */
export const upsertSeed = (filter: DocumentFilter): JsonDocument => {
  const equalities = new Map<string, unknown>();
  const collect = (part: DocumentFilter): void => {
    for (const [key, value] of Object.entries(part)) {
      if (key === '$and' && Array.isArray(value)) for (const inner of value as readonly DocumentFilter[]) collect(inner);
      else if (key.startsWith('$')) continue;
      else if (!isPlainObject(value) || !hasOperators(value)) equalities.set(key, value);
      else if (Object.hasOwn(value, '$eq')) equalities.set(key, value['$eq']);
    }
  };
  collect(filter);
  const { _id: id, ...fields } = Object.fromEntries(equalities);
  if (typeof id !== 'string') throw new StoreUsageError('Expected an upsert whose filter names the _id.');
  const seed: JsonDocument = { _id: id };
  if (Object.keys(fields).length > 0) applyUpdate(seed, { $set: fields });
  return seed;
};
