import { isServiceArea } from '@resident-graph/schema';
import type { ContactDetailAttributes, ReadContext } from './contact-detail-attributes.ts';
import type { Subject } from './subject.ts';

/** HIDDEN < MASK < FULL. HIDDEN is as if absent. */
export const outcomes = ['HIDDEN', 'MASK', 'FULL'] as const;
export type Outcome = (typeof outcomes)[number];

/** A filter over contact books in MongoDB's language, restricted to what both document stores push down. */
export type BookFilter = Readonly<Record<string, unknown>>;

/** The grants of access-model.md section 6, by number; those in force have a row in the table below. */
export const grantCodes = {
  1: 'OWN_AREA',
  2: 'OWN_HISTORY',
  3: 'CONSENT',
  4: 'BREAK_GLASS',
  5: 'SELF',
  6: 'DIAGNOSTIC',
  7: 'LEGACY_TRIAGE',
  8: 'PUBLIC_ORG',
  9: 'DEFAULT_DENY',
} as const;
export type GrantNumber = keyof typeof grantCodes;
/** What a decision is recorded under; the code of the winning grant. */
export type DecisionCode = (typeof grantCodes)[GrantNumber];
/** The numbers of the caps of access-model.md section 6. */
export type CapNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A path that opens rows. Grant 9 (DEFAULT_DENY) is the absence of all others and so has no row here. */
export interface Grant {
  readonly number: Exclude<GrantNumber, 9>;
  readonly code: Exclude<DecisionCode, 'DEFAULT_DENY'>;
  readonly gives: Outcome;
  /** Whether the path opens this row. */
  opens(subject: Subject, row: ContactDetailAttributes, context: ReadContext): boolean;
  /** Which books can hold a row that the path opens; null when none can. */
  books(subject: Subject, context: ReadContext): BookFilter | null;
}

/** Something about a row that lowers paths. */
export interface Cap {
  readonly number: CapNumber;
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
