import type { Purpose, ServiceArea } from '@resident-graph/schema';
import type { Action } from './actions.ts';
import { sparedBy } from './cap-statements.ts';
import { statementOf } from './conditions.ts';
import type { ContactDetailAttributes } from './contact-detail-attributes.ts';
import {
  type CapNumber,
  caps,
  type DecisionCode,
  type GrantNumber,
  grantCodes,
  type Mark,
  type Outcome,
  outcomes,
} from './decision-table.ts';
import { createGround } from './ground.ts';
import { openPaths, type Path } from './path.ts';
import type { ReadContext } from './read-context.ts';
import { always, either, type RowStatement } from './row-statement.ts';
import type { Subject } from './subject.ts';

/** The consent that opened a row, as the row shows it. */
export interface SharedUnder {
  readonly consentId: string;
  readonly purpose: Purpose;
  /** The instant before which it holds. */
  readonly validUntil: string;
}

/** What goes with a row that is shown in full; a MASK row carries none. */
export interface DecisionFlags {
  /** The row is disputed: look, do not use. */
  readonly doNotUse?: true;
  readonly sharedUnder?: SharedUnder;
  /** The emergency opening that opened the row. */
  readonly breakGlassId?: string;
  /** The default marker belongs to the recording area and is not shown. */
  readonly isDefaultNull?: true;
  /** The person objected to this recipient. */
  readonly flagged?: true;
}

/** What was decided, under which code of the table. */
export interface Decision {
  readonly outcome: Outcome;
  /** The code of the winning grant; DEFAULT_DENY for every HIDDEN. */
  readonly code: DecisionCode;
  readonly flags: DecisionFlags;
}

/** One granted path of a decision with the caps that lowered it, for explanations. */
export interface ExplainedPath {
  readonly grant: GrantNumber;
  readonly consentId: string | null;
  readonly outcome: Outcome;
  readonly loweredBy: readonly CapNumber[];
}

/** The actions that are judged row by row. */
export type RowAction = Extract<Action, 'contact-detail.read'>;

/** Judges the rows of one person, or of a target that is no person. */
export type Decide = (row: ContactDetailAttributes) => Decision;

const noFlags: DecisionFlags = {};
const defaultDeny: Decision = { outcome: 'HIDDEN', code: 'DEFAULT_DENY', flags: noFlags };

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

/** A cell of the table that can do something on a path. */
interface ActiveCell {
  readonly cap: CapNumber;
  /** Null for a cell that only marks. */
  readonly to: Outcome | null;
  readonly mark: Mark | null;
  /** The rows that the cell leaves as they are. */
  readonly spares: RowStatement;
}

const activeCells = (path: Path): readonly ActiveCell[] =>
  caps.flatMap(({ number, cells }) => {
    const cell = cells[path.grant.number];
    if (cell === '-') return [];
    const spares = either(sparedBy[number](path.ground), statementOf(cell.unless, path));
    if (spares === always) return [];
    return [{ cap: number, to: 'to' in cell ? cell.to : null, mark: 'mark' in cell ? cell.mark : null, spares }];
  });

/** Finds the cells of paths. Of a consent the table asks only whether it names details and when it was captured, so many share their cells. */
const createCellFinder = (): ((path: Path) => readonly ActiveCell[]) => {
  const ofConsents = new Map<string, readonly ActiveCell[]>();
  return (path) => {
    const { consent, ground } = path;
    if (consent === undefined) return activeCells(path);
    const key = `${'types' in consent.scope} ${ground.isAfterObjections(consent)}`;
    const cells = ofConsents.get(key) ?? activeCells(path);
    ofConsents.set(key, cells);
    return cells;
  };
};

/** A path with its cells, ready to judge rows. */
export interface JudgedPath {
  readonly path: Path;
  readonly cells: readonly ActiveCell[];
  /** Its place among the paths of the subject: of equal outcomes the first wins. */
  readonly order: number;
}

const known = new WeakMap<ReadContext, WeakMap<Subject, readonly JudgedPath[]>>();

/** The paths that are open to a subject with the cells that bear on them. A read asks twice, for its filter and for its rows. */
export const judgedPaths = (subject: Subject, context: ReadContext): readonly JudgedPath[] => {
  const ofContext = known.get(context) ?? new WeakMap<Subject, readonly JudgedPath[]>();
  const earlier = ofContext.get(subject);
  if (earlier !== undefined) return earlier;
  const cellsOf = createCellFinder();
  const paths = openPaths(createGround(subject, context)).map((path, order) => ({ path, cells: cellsOf(path), order }));
  known.set(context, ofContext);
  ofContext.set(subject, paths);
  return paths;
};

type Shown = Exclude<Outcome, 'HIDDEN'>;

/** What a path gives a row that it leads to; null when a cap hides it. */
const outcomeOn = ({ path, cells }: JudgedPath, row: ContactDetailAttributes): Shown | null => {
  let least: Shown = path.grant.gives;
  for (const { to, spares } of cells) {
    if (to === null || spares.holds(row)) continue;
    if (to === 'HIDDEN') return null;
    least = 'MASK';
  }
  return least;
};

const flagsOn = ({ path, cells }: JudgedPath, row: ContactDetailAttributes): DecisionFlags => {
  const { consent, breakGlass, grant } = path;
  const flags: { -readonly [Name in keyof DecisionFlags]: DecisionFlags[Name] } = {};
  for (const { mark, spares } of cells) if (mark !== null && !spares.holds(row)) flags[mark] = true;
  if (consent !== undefined) flags.sharedUnder = { consentId: consent.id, purpose: consent.purpose, validUntil: consent.validUntil };
  if (breakGlass !== undefined) flags.breakGlassId = breakGlass.id;
  if (grant.hidesDefault) flags.isDefaultNull = true;
  return flags;
};

type FindPaths = (row: ContactDetailAttributes) => readonly JudgedPath[];

const none: readonly JudgedPath[] = [];

/** The paths of consents that name details, by detail: many consents are looked up by what they cover, not tried one after the other. */
const createNamedFinder = (paths: readonly JudgedPath[]): FindPaths => {
  const byDetail = new Map<string, JudgedPath[]>();
  for (const judged of paths) {
    const { consent } = judged.path;
    if (consent === undefined || 'types' in consent.scope) continue;
    for (const id of consent.scope.contactDetailIds) {
      const named = byDetail.get(id);
      if (named === undefined) byDetail.set(id, [judged]);
      else named.push(judged);
    }
  }
  return ({ id }) => byDetail.get(id) ?? none;
};

/** All other paths that can lead to a row, by its type and area. */
const createTypedFinder = (paths: readonly JudgedPath[]): FindPaths => {
  const byType = new Map<string, Map<ServiceArea | null, readonly JudgedPath[]>>();
  return ({ contactType, area }) => {
    const ofAreas = byType.get(contactType) ?? new Map<ServiceArea | null, readonly JudgedPath[]>();
    byType.set(contactType, ofAreas);
    const earlier = ofAreas.get(area);
    if (earlier !== undefined) return earlier;
    const reachable = paths.filter(
      ({ path: { consent } }) =>
        consent === undefined || ('types' in consent.scope && consent.sourceArea === area && consent.scope.types.includes(contactType)),
    );
    ofAreas.set(area, reachable);
    return reachable;
  };
};

/** A path with what it gives a row. */
interface Given {
  readonly judged: JudgedPath;
  readonly outcome: Shown;
}

/** The best of some paths, which stand in the order in which they win ties; null when none shows the row. */
const bestOf = (paths: readonly JudgedPath[], row: ContactDetailAttributes): Given | null => {
  let best: Given | null = null;
  for (const judged of paths) {
    if (!judged.path.place.holds(row) || !judged.path.rows.holds(row)) continue;
    const outcome = outcomeOn(judged, row);
    if (outcome === 'FULL') return { judged, outcome };
    if (outcome === 'MASK') best ??= { judged, outcome };
  }
  return best;
};

const better = (one: Given | null, other: Given | null): Given | null => {
  if (one === null || other === null) return one ?? other;
  const lead = rank(one.outcome) - rank(other.outcome) || other.judged.order - one.judged.order;
  return lead > 0 ? one : other;
};

const createOwnDecide = (subject: Subject, context: ReadContext): Decide => {
  const paths = judgedPaths(subject, context);
  const [namedOf, typedOf] = [createNamedFinder(paths), createTypedFinder(paths)];
  return (row) => {
    const given = better(bestOf(typedOf(row), row), bestOf(namedOf(row), row));
    if (given === null) return defaultDeny;
    const { judged, outcome } = given;
    return { outcome, code: grantCodes[judged.path.grant.number], flags: outcome === 'FULL' ? flagsOn(judged, row) : noFlags };
  };
};

/**
 * Compiles the judgement of a subject in a context: `max over granted paths of min(grant, lowest cap on that path)`. Equal outcomes: the
 * lowest grant number gives code and flags; of consents the one that ends last, then the smallest id. A service on behalf of a user gets
 * the lower of both outcomes, the user's when they are equal. Source: access-model.md section 6.
 */
export const createDecide = (subject: Subject, _action: RowAction, context: ReadContext): Decide => {
  const own = createOwnDecide(subject, context);
  if (subject.onBehalfOf === null) return own;
  const user = createOwnDecide(subject.onBehalfOf, context);
  return (row) => {
    const [ofService, ofUser] = [own(row), user(row)];
    return rank(ofService.outcome) < rank(ofUser.outcome) ? ofService : ofUser;
  };
};

/** Judges the reading of one contact detail; see `createDecide`, which is for several rows. */
// The four are the signature that access-model.md section 1 names.
// oxlint-disable-next-line max-params
export const decide = (subject: Subject, action: RowAction, row: ContactDetailAttributes, context: ReadContext): Decision =>
  createDecide(subject, action, context)(row);

/** Every path that is granted to a subject for a row, with its outcome and the caps that lowered it. */
export const explainPaths = (subject: Subject, row: ContactDetailAttributes, context: ReadContext): readonly ExplainedPath[] =>
  judgedPaths(subject, context)
    .filter(({ path }) => path.place.holds(row) && path.rows.holds(row))
    .map(({ path, cells }) => {
      let outcome: Outcome = path.grant.gives;
      const loweredBy: CapNumber[] = [];
      for (const { cap, to, spares } of cells) {
        if (to === null || rank(to) >= rank(outcome) || spares.holds(row)) continue;
        outcome = to;
        loweredBy.push(cap);
      }
      return { grant: path.grant.number, consentId: path.consent?.id ?? null, outcome, loweredBy };
    });
