import { type Action, permit } from './actions.ts';
import type { ContactDetailAttributes, ReadContext } from './contact-detail-attributes.ts';
import { type BookFilter, caps, type DecisionCode, grants, type Outcome, outcomes } from './decision-table.ts';
import type { Subject } from './subject.ts';

/** What goes with a row that is shown; the grants in force set none of them. */
export interface DecisionFlags {
  /** The row is disputed: look, do not use. */
  readonly doNotUse?: true;
  /** The consent that opened the row. */
  readonly sharedUnder?: { readonly consentId: string; readonly purpose: string; readonly validUntil: string };
  /** The default marker belongs to the recording area and is not shown. */
  readonly isDefaultNull?: true;
  /** The person objected to this recipient. */
  readonly isFlagged?: true;
}

/** What was decided, under which code of the table. */
export interface Decision {
  readonly outcome: Outcome;
  /** The code of the winning grant; DEFAULT_DENY for every HIDDEN. */
  readonly code: DecisionCode;
  /** Absent where there is none. */
  readonly flags?: DecisionFlags;
}

/** The actions that are judged row by row. */
export type RowAction = Extract<Action, 'contact-detail.read'>;

const defaultDeny: Decision = { outcome: 'HIDDEN', code: 'DEFAULT_DENY' };

const lower = (a: Outcome, b: Outcome): Outcome => (outcomes.indexOf(a) <= outcomes.indexOf(b) ? a : b);
const isHigher = (a: Outcome, b: Outcome): boolean => outcomes.indexOf(a) > outcomes.indexOf(b);

/**
 * Judges the reading of one contact detail: `max over granted paths of min(grant, lowest cap on that path)`.
 * Equal outcomes: the lowest grant number gives the code. Source: access-model.md section 6.
 */
// The four are the signature that access-model.md section 1 names.
// oxlint-disable-next-line max-params
export const decide = (subject: Subject, action: RowAction, row: ContactDetailAttributes, context: ReadContext): Decision => {
  if (!permit(subject, action).isPermitted) return defaultDeny;
  let decision = defaultDeny;
  for (const grant of grants) {
    if (!grant.opens(subject, row, context)) continue;
    const outcome = caps
      .filter((cap) => cap.applies(row, context))
      .reduce<Outcome>((least, cap) => lower(least, cap.lowers[grant.number] ?? 'FULL'), grant.gives);
    if (isHigher(outcome, decision.outcome)) decision = { outcome, code: grant.code };
  }
  return decision;
};

/** A filter that no book matches. */
const noBook: BookFilter = { _id: { $in: [] } };

/**
 * The contact books that can hold a row which `decide` does not hide, as a filter for the document store: a book of another
 * area is never read. Comes from the same table as `decide`; a property test proves that they agree.
 */
export const toMongoFilter = (subject: Subject, action: RowAction, context: ReadContext): BookFilter => {
  if (!permit(subject, action).isPermitted) return noBook;
  const filters = grants.map((grant) => grant.books(subject, context)).filter((filter) => filter !== null);
  return filters.length === 0 ? noBook : unite(filters);
};

/**
 * One filter for the books of several grants. What all of them ask is said once and first, so that a store finds the books by an index
 * on it and reads no other.
 */
const unite = (filters: readonly BookFilter[]): BookFilter => {
  const [first = noBook, ...others] = filters;
  if (others.length === 0) return first;
  const shared = Object.entries(first).filter(([path, value]) => others.every((filter) => filter[path] === value));
  const rest = filters.map((filter) =>
    Object.fromEntries(Object.entries(filter).filter(([path]) => !shared.some(([common]) => common === path))),
  );
  return { ...Object.fromEntries(shared), $or: rest };
};
