import { isServiceArea } from '@resident-graph/schema';
import type { ContactDetailAttributes, ReadContext } from './contact-detail-attributes.ts';
import type { Subject } from './subject.ts';

/** HIDDEN < MASK < FULL. HIDDEN is as if absent. */
export const outcomes = ['HIDDEN', 'MASK', 'FULL'] as const;
export type Outcome = (typeof outcomes)[number];

/** A filter over contact books in MongoDB's language, restricted to what both document stores push down. */
export type BookFilter = Readonly<Record<string, unknown>>;

/** A path that opens rows. Grant 9 (DEFAULT_DENY) is the absence of all others and so has no row here. */
export interface Grant {
  readonly number: 1 | 2;
  readonly code: 'OWN_AREA' | 'OWN_HISTORY';
  readonly gives: Outcome;
  /** Whether the path opens this row. */
  opens(subject: Subject, row: ContactDetailAttributes, context: ReadContext): boolean;
  /** Which books can hold a row that the path opens; null when none can. */
  books(subject: Subject, context: ReadContext): BookFilter | null;
}

/** Something about a row that lowers paths. */
export interface Cap {
  readonly number: 1 | 7;
  readonly name: string;
  applies(row: ContactDetailAttributes, context: ReadContext): boolean;
  /** The most that each path may give; a path that is not named is not lowered. */
  readonly lowers: Readonly<Partial<Record<Grant['number'], Outcome>>>;
}

const isOwnArea = (subject: Subject, row: ContactDetailAttributes): boolean =>
  subject.actingArea !== null && subject.actingArea === row.area;

const ownBooks = (subject: Subject, isActive: boolean): BookFilter | null =>
  isServiceArea(subject.actingArea) ? { area: subject.actingArea, 'details.isActive': isActive } : null;

/** The grants of access-model.md section 6 that are in force. */
export const grants: readonly Grant[] = [
  {
    number: 1,
    code: 'OWN_AREA',
    gives: 'FULL',
    opens: (subject, row) => isOwnArea(subject, row) && row.isActive,
    books: (subject) => ownBooks(subject, true),
  },
  {
    number: 2,
    code: 'OWN_HISTORY',
    gives: 'FULL',
    opens: (subject, row, context) => isOwnArea(subject, row) && !row.isActive && context.includeHistoric,
    books: (subject, context) => (context.includeHistoric ? ownBooks(subject, false) : null),
  },
];

/** The caps of access-model.md section 6 that are in force. */
export const caps: readonly Cap[] = [
  {
    number: 1,
    name: 'without area, or area unknown',
    applies: (row) => !isServiceArea(row.area),
    lowers: { 1: 'HIDDEN', 2: 'HIDDEN' },
  },
  {
    number: 7,
    name: 'inactive',
    applies: (row, context) => !row.isActive && !context.includeHistoric,
    lowers: { 1: 'HIDDEN', 2: 'HIDDEN' },
  },
];
