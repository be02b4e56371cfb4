import type { SubjectKind } from '@resident-graph/schema';
import type { Role } from './subject.ts';

/** HIDDEN < MASK < FULL. HIDDEN is as if absent. */
export const outcomes = ['HIDDEN', 'MASK', 'FULL'] as const;
export type Outcome = (typeof outcomes)[number];

/** The grants of access-model.md section 6, by number. */
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
export type GrantNumber = Exclude<keyof typeof grantCodes, 9>;
/** What a decision is recorded under: the code of the winning grant, DEFAULT_DENY where none wins. */
export type DecisionCode = (typeof grantCodes)[keyof typeof grantCodes];
/** The numbers of the caps of access-model.md section 6. */
export type CapNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A path that opens rows. Grant 9 (DEFAULT_DENY) is the absence of all others and so has no row here. */
export interface Grant {
  readonly number: GrantNumber;
  readonly gives: Exclude<Outcome, 'HIDDEN'>;
  /** What the path opens, for the reference page. */
  readonly words: string;
  /** Who may have it. */
  readonly kinds: readonly SubjectKind[];
  /** The role that it takes in the acting area; null where the kind alone is enough. */
  readonly role: Role | null;
  /** Whether the default marker is kept from its readers: it belongs to the recording area. */
  readonly hidesDefault: boolean;
}

const workers = ['officer', 'service'] as const satisfies readonly SubjectKind[];
const staff = [...workers, 'steward'] as const satisfies readonly SubjectKind[];
const contactRead = 'contact:read' satisfies Role;

export const grants: readonly Grant[] = [
  { number: 1, gives: 'FULL', words: 'an active row of the acting area', kinds: staff, role: contactRead, hidesDefault: false },
  {
    number: 2,
    gives: 'FULL',
    words: 'an inactive row of the acting area, when history is asked',
    kinds: staff,
    role: contactRead,
    hidesDefault: false,
  },
  {
    number: 3,
    gives: 'FULL',
    words: 'an active row of another area, under an active consent for this recipient, purpose and scope; persons only',
    kinds: workers,
    role: contactRead,
    hidesDefault: true,
  },
  {
    number: 4,
    gives: 'FULL',
    words: 'an active row of another area, under break-glass that this subject started in the acting area for this person',
    kinds: workers,
    role: contactRead,
    hidesDefault: true,
  },
  { number: 5, gives: 'FULL', words: 'a row of the own record, for the resident', kinds: ['resident'], role: null, hidesDefault: false },
  {
    number: 6,
    gives: 'MASK',
    words: "a row of the case's area, for support in a diagnostic session of at most 60 minutes; persons and organisations only",
    kinds: ['support'],
    role: 'support',
    hidesDefault: true,
  },
  {
    number: 7,
    gives: 'MASK',
    words: 'a row without area, for a steward in legacy triage; persons and organisations only',
    kinds: ['steward'],
    role: 'steward',
    hidesDefault: true,
  },
  {
    number: 8,
    gives: 'FULL',
    words: 'a detail of an organisation that is flagged public',
    kinds: staff,
    role: contactRead,
    hidesDefault: true,
  },
];

/** The conditions that cells name; `conditions.ts` has their words and what they ask. */
export const conditionNames = [
  'history asked',
  'role safe-address',
  'role confidential',
  'named by id',
  'second approver',
  'third party agreed',
  'third party agreed and named by id',
  'emergency contact or next of kin',
  'not withheld',
  'captured by id after the objection',
  'objection ended by a later consent by id',
] as const;
export type ConditionName = (typeof conditionNames)[number];

/** What a row carries beside its values. */
export type Mark = 'doNotUse' | 'flagged';

/**
 * What a cap does to a path: nothing (`-`), lower it to at most an outcome, or mark the row. `unless` names the condition under which
 * the cell does nothing after all.
 */
export type Cell =
  | '-'
  | { readonly to: Exclude<Outcome, 'FULL'>; readonly unless?: ConditionName }
  | { readonly mark: Mark; readonly unless?: ConditionName };

/** Something about a row or its person that lowers paths. An unwritten cell does not exist: each cap says something about each grant. */
export interface Cap {
  readonly number: CapNumber;
  readonly words: string;
  readonly cells: Readonly<Record<GrantNumber, Cell>>;
}

const untouched = '-' satisfies Cell;
const hidden = { to: 'HIDDEN' } as const satisfies Cell;
const doNotUse = { mark: 'doNotUse' } as const satisfies Cell;
const unless = (condition: ConditionName): Cell => ({ to: 'HIDDEN', unless: condition });
const maskUnless = (condition: ConditionName): Cell => ({ to: 'MASK', unless: condition });

/** The caps of access-model.md section 6. Caps 7 and 9 say again what grants and cap 4 say: either rule alone must hold. */
export const caps: readonly Cap[] = [
  {
    number: 1,
    words: 'without area, or of a retired or unknown one',
    cells: { 1: hidden, 2: hidden, 3: hidden, 4: hidden, 5: untouched, 6: hidden, 7: untouched, 8: hidden },
  },
  {
    number: 2,
    words: 'of a restricted person, the caller outside the compartment',
    cells: {
      1: hidden,
      2: hidden,
      3: hidden,
      4: unless('second approver'),
      5: untouched,
      6: hidden,
      7: hidden,
      8: untouched,
    },
  },
  {
    number: 3,
    words: 'disputed, so that its processing is restricted',
    cells: { 1: doNotUse, 2: doNotUse, 3: hidden, 4: doNotUse, 5: untouched, 6: hidden, 7: hidden, 8: hidden },
  },
  {
    number: 4,
    words: 'a safe address',
    cells: {
      1: maskUnless('role safe-address'),
      2: maskUnless('role safe-address'),
      3: unless('named by id'),
      4: unless('second approver'),
      5: unless('not withheld'),
      6: hidden,
      7: hidden,
      8: hidden,
    },
  },
  {
    number: 5,
    words: 'confidential',
    cells: {
      1: maskUnless('role confidential'),
      2: maskUnless('role confidential'),
      3: unless('named by id'),
      4: unless('second approver'),
      5: untouched,
      6: hidden,
      7: hidden,
      8: hidden,
    },
  },
  {
    number: 6,
    words: "a third party's",
    cells: {
      1: untouched,
      2: untouched,
      3: unless('third party agreed and named by id'),
      4: unless('emergency contact or next of kin'),
      5: maskUnless('third party agreed'),
      6: hidden,
      7: hidden,
      8: untouched,
    },
  },
  {
    number: 7,
    words: 'inactive',
    cells: {
      1: unless('history asked'),
      2: unless('history asked'),
      3: hidden,
      4: hidden,
      5: unless('history asked'),
      6: hidden,
      7: unless('history asked'),
      8: hidden,
    },
  },
  {
    number: 8,
    words: 'under an objection to this recipient that still holds',
    cells: {
      1: untouched,
      2: untouched,
      3: unless('captured by id after the objection'),
      4: { mark: 'flagged', unless: 'objection ended by a later consent by id' },
      5: untouched,
      6: untouched,
      7: untouched,
      8: untouched,
    },
  },
  {
    number: 9,
    words: 'withheld from the subject for safeguarding',
    cells: { 1: untouched, 2: untouched, 3: untouched, 4: untouched, 5: hidden, 6: untouched, 7: untouched, 8: untouched },
  },
];
