import { randomUUID } from 'node:crypto';
import { type ContactDetailAttributes, decide, type Subject } from '@resident-graph/policy';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { type FetchGuardPlan, type GuardedSelection, readsHistory } from './fetch-guard-plan.ts';
import { reservedPrefix } from './reserved-names.ts';

type Row = Record<string, unknown>;
type Path = readonly (string | number)[];

/** Whether a row may be shown. */
export type JudgeRow = (subject: Subject, row: ContactDetailAttributes, context: { readonly includeHistoric: boolean }) => boolean;

/** The judgement from the one decision table. */
export const policyJudgeRow: JudgeRow = (subject, row, context) =>
  decide(subject, 'contact-detail.read', row, context).outcome !== 'HIDDEN';

/** A row that the subgraph should not have sent: an alarm. */
export interface RemovedRow {
  readonly decisionId: string;
  /** Where it stood in the fetch. */
  readonly path: Path;
}

/** A fetch's answer after the re-check. */
export interface GuardedResult {
  readonly result: FormattedExecutionResult;
  readonly removed: readonly RemovedRow[];
}

/** One fetch: who asks, with which variables, under which plan. */
export interface GuardedFetch {
  readonly plan: FetchGuardPlan;
  readonly subject: Subject;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly judge: JudgeRow;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const isAttributes = (value: unknown): value is ContactDetailAttributes =>
  isRow(value) &&
  typeof value['targetType'] === 'string' &&
  typeof value['targetId'] === 'string' &&
  typeof value['isActive'] === 'boolean' &&
  (value['area'] === null || typeof value['area'] === 'string');

class Walk {
  readonly removed: RemovedRow[] = [];
  /** For each list from which rows went, where its old places are now; null is gone. */
  readonly moves: { readonly path: Path; readonly places: readonly (number | null)[] }[] = [];
  readonly #fetch: GuardedFetch;

  constructor(fetch: GuardedFetch) {
    this.#fetch = fetch;
  }

  object(selection: GuardedSelection, row: Row, path: Path): void {
    for (const [key, inner] of selection.fields) {
      if (row[key] === undefined) continue;
      row[key] = this.#value(inner, row[key], [...path, key]);
    }
  }

  #value(selection: GuardedSelection, value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return this.#list(selection, value, path);
    if (!isRow(value)) return value;
    if (!this.#mayShow(selection, value)) {
      this.removed.push({ decisionId: randomUUID(), path });
      this.moves.push({ path, places: [] });
      return null;
    }
    this.object(selection, value, path);
    return value;
  }

  #list(selection: GuardedSelection, values: readonly unknown[], path: Path): readonly unknown[] {
    const kept: unknown[] = [];
    const places = values.map((value, index) => {
      if (isRow(value) && !this.#mayShow(selection, value)) {
        this.removed.push({ decisionId: randomUUID(), path: [...path, index] });
        // Entities answer representations by place, so there a row becomes null; anywhere else it vanishes.
        if (!selection.keepsPlaces) return null;
        kept.push(null);
        return null;
      }
      if (isRow(value)) this.object(selection, value, [...path, index]);
      kept.push(Array.isArray(value) ? this.#list(selection, value, [...path, index]) : value);
      return kept.length - 1;
    });
    if (places.includes(null)) this.moves.push({ path, places });
    return kept;
  }

  #mayShow(selection: GuardedSelection, row: Row): boolean {
    const { attributesKey } = this.#fetch.plan;
    if (!selection.isGuarded && !(selection.mayBeGuarded && attributesKey in row)) return true;
    const attributes = row[attributesKey];
    delete row[attributesKey];
    // A missing attribute is a denial, never a reason to let the row pass.
    if (!isAttributes(attributes)) return false;
    const includeHistoric = readsHistory(selection.history, this.#fetch.variables);
    return this.#fetch.judge(this.#fetch.subject, attributes, { includeHistoric });
  }
}

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((part, index) => path[index] === part);

/** Takes errors along whose row is gone, and moves the others to the places of the filtered lists. */
const moveErrors = (errors: readonly GraphQLFormattedError[], walk: Walk): readonly GraphQLFormattedError[] =>
  errors.flatMap((error) => {
    if (error.path === undefined) return [error];
    let path: Path = error.path;
    for (const move of walk.moves) {
      const place = error.path[move.path.length];
      if (!startsWith(error.path, move.path)) continue;
      if (place === undefined && move.places.length > 0) continue;
      if (typeof place !== 'number') return [];
      const now = move.places[place] ?? null;
      if (now === null) return [];
      path = path.with(move.path.length, now);
    }
    // What the gateway added is not the caller's: an error there stands at the row.
    const added = path.findIndex((part) => typeof part === 'string' && part.startsWith(reservedPrefix));
    return [{ ...error, path: added === -1 ? path : path.slice(0, added) }];
  });

/**
 * Judges every contact detail of a fetch once more, by the attributes that the gateway itself added to the fetch: never by what the
 * caller shaped, because an alias such as `area: note` would fool the rule. Source: access-model.md section 1, executor.md 8 and 9.
 */
export const guardRows = (fetch: GuardedFetch, result: FormattedExecutionResult): GuardedResult => {
  if (!isRow(result.data)) return { result, removed: [] };
  const walk = new Walk(fetch);
  walk.object(fetch.plan.root, result.data, []);
  const errors = result.errors === undefined ? undefined : moveErrors(result.errors, walk);
  const { errors: _before, ...rest } = result;
  return { result: errors === undefined || errors.length === 0 ? rest : { ...rest, errors }, removed: walk.removed };
};
