import type { ConditionName } from './decision-table.ts';
import type { ActiveConsent } from './ground.ts';
import type { Path } from './path.ts';
import { constantly, isAgreed, isEmergencyRow, isNotWithheld, never, type RowStatement } from './row-statement.ts';

/** A condition under which a cell of the table does nothing: its words are the table's, its statement what the code runs. */
interface Condition {
  readonly words: string;
  /** The statement about the rows on a path. */
  readonly on: (path: Path) => RowStatement;
}

const isNamedById = (path: Path): path is Path & { readonly consent: ActiveConsent } =>
  path.consent !== undefined && 'contactDetailIds' in path.consent.scope;

const hasSecondApprover = ({ breakGlass }: Path): boolean =>
  breakGlass !== undefined && breakGlass.approvedBy !== null && breakGlass.approvedBy !== breakGlass.startedBy;

/** Rows that an active consent names by id though the person objected: for them the objection has ended. */
const isNamedAfterObjections = ({ ground }: Path): RowStatement => {
  const later = ground.consents.filter(ground.isAfterObjections);
  return {
    holds: ({ area, id }) =>
      later.some(({ sourceArea, scope }) => sourceArea === area && 'contactDetailIds' in scope && scope.contactDetailIds.includes(id)),
    // A cell that marks rows keeps none from being read, so the filter has nothing to say.
    elements: {},
  };
};

/** The conditions that cells of the decision table name. Source: access-model.md section 6. */
export const conditions: Readonly<Record<ConditionName, Condition>> = {
  'history asked': { words: 'unless history is asked', on: ({ ground }) => constantly(ground.context.includeHistoric) },
  'role safe-address': {
    words: 'without the role `safe-address`',
    on: ({ ground }) => constantly(ground.subject.roles.includes('safe-address')),
  },
  'role confidential': {
    words: 'without the role `confidential`',
    on: ({ ground }) => constantly(ground.subject.roles.includes('confidential')),
  },
  'named by id': { words: 'unless named by id', on: (path) => constantly(isNamedById(path)) },
  'second approver': { words: 'unless there is a second approver', on: (path) => constantly(hasSecondApprover(path)) },
  'third party agreed and named by id': {
    words: 'unless the third party agreed and it is named by id',
    on: (path) => (isNamedById(path) ? isAgreed : never),
  },
  'third party agreed': { words: 'unless the third party agreed', on: () => isAgreed },
  'emergency contact or next of kin': { words: 'unless emergency contact or next of kin', on: () => isEmergencyRow },
  'not withheld': { words: 'if withheld', on: () => isNotWithheld },
  'captured by id after the objection': {
    words: 'unless this consent names it by id and was captured later',
    on: (path) => constantly(isNamedById(path) && path.ground.isAfterObjections(path.consent)),
  },
  'objection ended by a later consent by id': {
    words: 'unless a consent that was captured later names it by id',
    on: isNamedAfterObjections,
  },
};

/** The statement of a condition on a path; without a condition it never holds. */
export const statementOf = (name: ConditionName | undefined, path: Path): RowStatement =>
  name === undefined ? never : conditions[name].on(path);
