import { randomUUID } from 'node:crypto';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { ShownRow } from '../audit/request-record.ts';
import { cutToMask } from './cut-to-mask.ts';
import { type FetchGuardPlan, type GuardedSelection, guardedTypeName } from './fetch-guard-plan.ts';
import { reservedPrefix } from './reserved-names.ts';
import { RowJudge, type RowJudgeParts } from './row-judge.ts';
import { readsHistory } from './row-question.ts';

type Row = Record<string, unknown>;
type Path = readonly (string | number)[];

/** Something that the subgraph should not have sent. */
export interface RowAlarm {
  readonly decisionId: string;
  /** A whole row was removed, or what a masked row must not tell was cut out of it. */
  readonly kind: 'removed' | 'cut';
  /** Where the row stood in the fetch. */
  readonly path: Path;
}

/** A fetch's answer after the re-check. */
export interface GuardedResult {
  readonly result: FormattedExecutionResult;
  readonly alarms: readonly RowAlarm[];
  /** The contact details that it shows, and those of which it tells something without showing them. */
  readonly shown: readonly ShownRow[];
}

/** One fetch: who asks, with which variables, under which plan, when. */
export interface GuardedFetch extends RowJudgeParts {
  readonly plan: FetchGuardPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  /** When the fetch was sent, by the same clock; `now` is when it came back. */
  readonly askedAt: number;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** How far the clocks of two machines may differ, in milliseconds. */
const leewayMilliseconds = 5_000;

/** What becomes of a contact detail: what time alone made invisible is removed without an alarm. */
type Verdict = 'shown' | 'overtaken' | 'forbidden';

/** Whether a place of the answer stays as it is. */
type Fate = 'stays' | 'goes';

class Walk {
  readonly alarms: RowAlarm[] = [];
  readonly shown: ShownRow[] = [];
  /** For each list from which rows went, where its old places are now; null is gone. No places: the value itself is gone. */
  readonly moves: { readonly path: Path; readonly places: readonly (number | null)[] }[] = [];
  readonly #fetch: GuardedFetch;
  readonly #judge: RowJudge;
  /** The same judgement at the instants at which the subgraph may have judged. */
  readonly #judgesNearby: readonly RowJudge[];

  constructor(fetch: GuardedFetch) {
    this.#fetch = fetch;
    this.#judge = new RowJudge(fetch);
    const { askedAt, now } = fetch;
    this.#judgesNearby = [askedAt - leewayMilliseconds, now + leewayMilliseconds].map((at) => new RowJudge({ ...fetch, now: at }));
  }

  /** Guards what stands in an object; an edge goes when its node does. */
  object(selection: GuardedSelection, row: Row, path: Path): Fate {
    let fate: Fate = 'stays';
    for (const [key, inner] of selection.fields) {
      const value = row[key];
      const place = [...path, key];
      if (Array.isArray(value)) row[key] = this.#list(inner, value, place);
      else if (isRow(value) && this.#row(inner, value, place) === 'goes') {
        row[key] = null;
        this.moves.push({ path: place, places: [] });
        // What tells of a contact detail goes with it, as an edge with its node.
        if (selection.isEdge || key === this.#fetch.plan.subjectKey) fate = 'goes';
      }
    }
    if (this.#fetch.plan.subjectKey in row) delete row[this.#fetch.plan.subjectKey];
    return fate;
  }

  #list(selection: GuardedSelection, values: readonly unknown[], path: Path): readonly unknown[] {
    const kept: unknown[] = [];
    const places = values.map((value, index) => {
      const place = [...path, index];
      if (isRow(value) && this.#row(selection, value, place) === 'goes') {
        // Entities answer representations by place, so there a row becomes null; anywhere else it vanishes.
        if (selection.keepsPlaces) kept.push(null);
        return null;
      }
      kept.push(Array.isArray(value) ? this.#list(selection, value, place) : value);
      return kept.length - 1;
    });
    if (places.includes(null)) this.moves.push({ path, places });
    return kept;
  }

  #row(selection: GuardedSelection, row: Row, path: Path): Fate {
    const verdict = this.#isContactDetail(selection, row, path) ? this.#judgeRow(selection, row, path) : 'shown';
    if (verdict === 'forbidden') this.alarms.push({ decisionId: randomUUID(), kind: 'removed', path });
    return verdict === 'shown' ? this.object(selection, row, path) : 'goes';
  }

  #isContactDetail(selection: GuardedSelection, row: Row, path: Path): boolean {
    if (selection.isGuarded) return true;
    if (!selection.mayBeGuarded) return false;
    if (this.#fetch.plan.attributesKey in row) return true;
    const { representations } = this.#fetch.variables;
    const asked: unknown = selection.keepsPlaces && Array.isArray(representations) ? representations[Number(path.at(-1))] : undefined;
    return isRow(asked) && asked['__typename'] === guardedTypeName;
  }

  /** A missing attribute is a denial, never a reason to let the row pass. */
  #judgeRow(selection: GuardedSelection, row: Row, path: Path): Verdict {
    const { plan, variables } = this.#fetch;
    const attributes = row[plan.attributesKey];
    delete row[plan.attributesKey];
    const { question } = selection;
    const asked = { includeHistoric: readsHistory(question, variables), isLegacyTriage: question.isLegacyTriage };
    const passed = this.#judge.pass(attributes, asked);
    if (passed === null) return this.#judgesNearby.some((judge) => judge.pass(attributes, asked) !== null) ? 'overtaken' : 'forbidden';
    const { id, targetType, targetId, area } = passed.row;
    const { code, flags } = passed.decision;
    this.shown.push({ decisionId: randomUUID(), id, targetType, targetId, area, outcome: passed.outcome, code, flags });
    if (passed.outcome === 'FULL') return 'shown';
    const went = cutToMask(selection, row, passed.row.contactType);
    if (went.length > 0) this.alarms.push({ decisionId: randomUUID(), kind: 'cut', path });
    for (const key of went) this.moves.push({ path: [...path, ...key], places: [] });
    return 'shown';
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
 * caller shaped, because an alias such as `area: note` would fool the rule. A row must have been shaped by the outcome that is decided
 * here; a masked one is cut to what a mask shows. Source: access-model.md sections 1 and 6, executor.md 8 and 9.
 */
export const guardRows = (fetch: GuardedFetch, result: FormattedExecutionResult): GuardedResult => {
  if (!isRow(result.data)) return { result, alarms: [], shown: [] };
  const walk = new Walk(fetch);
  walk.object(fetch.plan.root, result.data, []);
  const errors = result.errors === undefined ? undefined : moveErrors(result.errors, walk);
  const { errors: _before, ...rest } = result;
  const { alarms, shown } = walk;
  return { result: errors === undefined || errors.length === 0 ? rest : { ...rest, errors }, alarms, shown };
};
