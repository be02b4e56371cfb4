/**
 * The part of a filter that SQLite can answer from an index. The SQL never leaves out a document that matches; `rest` holds the conditions
 * for which it may let another one through, so that only they are left to judge. Strings and nulls at single paths are exact; numbers are
 * not, because the last digit of a decimal may differ between JSON text and SQLite.
 */
import type { DocumentFilter } from './document-collection.ts';
import type { SqlValue } from './sqlite-connection.ts';
import type { IndexSet } from './sqlite-index.ts';
import { absentSql } from './sqlite-index.ts';
import { isPlainObject, operatorsOf } from './supported-operators.ts';

/** A WHERE clause (without the word; empty for all rows) and what is bound to it. */
export interface FilterPlan {
  readonly where: string;
  readonly values: readonly SqlValue[];
  /** What is left to judge, all of it; empty when the SQL says all. */
  readonly rest: readonly DocumentFilter[];
  /** True when an id allows one row at most. */
  readonly isSingle: boolean;
}

/** The indexes and the paths that hold booleans or objects somewhere. */
export interface FilterContext {
  readonly indexes: IndexSet;
  readonly irregular: ReadonlySet<string>;
}

/** SQLite keeps texts as UTF-8 with an end mark, so a lone surrogate or a NUL is compared outside SQL. */
const isSqlText = (value: unknown): value is string => typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const isSafeNumber = (value: unknown): value is number => Number.isSafeInteger(value);

interface Term {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  readonly isExact: boolean;
  /** True when no document with null or nothing at the path can satisfy the term. */
  readonly isPresent: boolean;
}

const term = (sql: string, values: readonly SqlValue[], isExact: boolean): Term => ({ sql, values, isExact, isPresent: true });

const equality = (expression: string, value: unknown): Term | undefined => {
  if (isSqlText(value)) return term(`${expression} = ?`, [value], true);
  if (isSafeNumber(value) && expression !== 'id') return term(`${expression} = ?`, [value], false);
  if (typeof value === 'boolean' && expression !== 'id') return term(`${expression} = ?`, [Number(value)], false);
  if (isAbsent(value) && expression !== 'id') return { sql: `${expression} = ${absentSql}`, values: [], isExact: true, isPresent: false };
  return undefined;
};

const membership = (expression: string, list: readonly unknown[]): Term | undefined => {
  if (list.length === 1 && isSqlText(list[0])) return equality(expression, list[0]);
  const present = list.filter((value) => !isAbsent(value));
  const hasNumbers = present.some(isSafeNumber);
  if (!present.every((value) => isSqlText(value) || isSafeNumber(value)) || (expression === 'id' && hasNumbers)) return undefined;
  const isIn = `${expression} IN (SELECT value FROM json_each(?))`;
  const hasAbsent = present.length < list.length && expression !== 'id';
  return {
    sql: hasAbsent ? `(${isIn} OR ${expression} = ${absentSql})` : isIn,
    values: [JSON.stringify(present)],
    isExact: !hasNumbers,
    isPresent: !hasAbsent,
  };
};

const comparisons: Readonly<Record<string, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

const range = (expression: string, operator: string, bound: unknown): Term | undefined => {
  const comparison = comparisons[operator];
  if (comparison === undefined) return undefined;
  const isUpper = operator === '$lt' || operator === '$lte';
  // Numbers sort before texts in SQLite: an upper bound on a text needs the lower bound of all texts, and the other way round.
  if (isSqlText(bound))
    return term(isUpper ? `${expression} ${comparison} ? AND ${expression} >= ''` : `${expression} ${comparison} ?`, [bound], true);
  if (typeof bound !== 'number' || expression === 'id') return undefined;
  const sql = isUpper ? `${expression} <= ? AND ${expression} > ${absentSql}` : `${expression} >= ? AND ${expression} < ''`;
  return term(sql, [isUpper ? Math.ceil(bound) : Math.floor(bound)], false);
};

const operatorTerm = (expression: string, operator: string, value: unknown): Term | undefined => {
  if (operator === '$eq') return equality(expression, value);
  if (operator === '$in') return membership(expression, value as readonly unknown[]);
  if (operator === '$ne' && isAbsent(value) && expression !== 'id') return term(`${expression} <> ${absentSql}`, [], true);
  return range(expression, operator, value);
};

const namesOne = (operator: string, value: unknown): boolean =>
  operator === '$eq' || (operator === '$in' && Array.isArray(value) && value.length === 1);

class FilterPlanner {
  readonly #context: FilterContext;
  readonly #where: string[] = [];
  readonly #values: SqlValue[] = [];
  readonly #rest: DocumentFilter[] = [];
  #isSingle = false;

  constructor(context: FilterContext) {
    this.#context = context;
  }

  plan(filter: DocumentFilter): FilterPlan {
    this.#addFilter(filter);
    return { where: this.#where.join(' AND '), values: this.#values, rest: this.#rest, isSingle: this.#isSingle };
  }

  #addFilter(filter: DocumentFilter): void {
    for (const path in filter) {
      const condition = filter[path];
      if (path === '$and' && Array.isArray(condition)) for (const part of condition as readonly DocumentFilter[]) this.#addFilter(part);
      else if (path === '$or' && Array.isArray(condition)) {
        if (!this.#addAlternatives(condition as readonly DocumentFilter[])) this.#rest.push({ $or: condition });
      } else if (path.startsWith('$')) this.#rest.push({ [path]: condition });
      else this.#addConditions(path, condition);
    }
  }

  /** Helps only when an index has something to say about each of them. True when nothing is left to judge. */
  #addAlternatives(alternatives: readonly DocumentFilter[]): boolean {
    const plans = alternatives.map((alternative) => new FilterPlanner(this.#context).plan(alternative));
    if (plans.length === 0 || plans.some(({ where }) => where === '')) return false;
    this.#where.push(`(${plans.map(({ where }) => `(${where})`).join(' OR ')})`);
    this.#values.push(...plans.flatMap(({ values }) => values));
    return plans.every(({ rest }) => rest.length === 0);
  }

  #addConditions(path: string, condition: unknown): void {
    for (const [operator, value] of operatorsOf(condition)) {
      if (!this.#addCondition(path, operator, value)) this.#rest.push({ [path]: { [operator]: value } });
    }
  }

  /** True when nothing is left to judge. */
  #addCondition(path: string, operator: string, value: unknown): boolean {
    const { indexes, irregular } = this.#context;
    const expression = indexes.expressions.get(path);
    if (expression === undefined) return this.#addMultikey(path, operator, value);
    const added = operatorTerm(expression, operator, value);
    if (added === undefined) return false;
    if (expression === 'id' && namesOne(operator, value)) this.#isSingle = true;
    this.#where.push(added.sql);
    this.#values.push(...added.values);
    // Said again in the words of the partial index, because SQLite uses one only when the query repeats its condition.
    const partial = added.isPresent ? indexes.partialConditions.get(path) : undefined;
    if (partial !== undefined) this.#where.push(partial);
    return added.isExact && !irregular.has(path);
  }

  /** True when the side table alone tells which documents match: texts that some element equals. */
  #addMultikey(path: string, operator: string, value: unknown): boolean {
    if (operator === '$elemMatch' && isPlainObject(value)) {
      for (const [inner, condition] of Object.entries(value)) {
        if (inner.startsWith('$')) continue;
        for (const [innerOperator, innerValue] of operatorsOf(condition)) this.#addMultikey(`${path}.${inner}`, innerOperator, innerValue);
      }
      return false;
    }
    const side = this.#context.indexes.sideTables.find(
      (candidate) => candidate.path === path && (candidate.whereExists === undefined || candidate.whereExists === path),
    );
    const added = side === undefined || operator === '$ne' ? undefined : operatorTerm('value', operator, value);
    if (side === undefined || added === undefined || !added.isPresent) return false;
    this.#where.push(`seq IN (SELECT seq FROM "${side.name}" WHERE ${added.sql})`);
    this.#values.push(...added.values);
    return added.isExact && (operator === '$eq' || operator === '$in');
  }
}

/** Splits off what an index can answer. The filter has been checked before. */
export const planFilter = (filter: DocumentFilter, context: FilterContext): FilterPlan => new FilterPlanner(context).plan(filter);

/** An ORDER BY clause when SQLite orders these paths as MongoDB does; undefined when they must be sorted outside. */
export const planOrder = (sort: Readonly<Record<string, 1 | -1>>, { indexes, irregular }: FilterContext): string | undefined => {
  const columns: string[] = [];
  for (const [path, direction] of Object.entries(sort)) {
    const expression = indexes.expressions.get(path);
    if (expression === undefined || irregular.has(path)) return undefined;
    columns.push(`${expression} ${direction === 1 ? 'ASC' : 'DESC'}`);
  }
  return columns.length === 0 ? undefined : ` ORDER BY ${columns.join(', ')}`;
};
