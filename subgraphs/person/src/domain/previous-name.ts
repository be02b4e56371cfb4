import type { PersonFacts } from './person-facts.ts';

const nameFields = [
  'forename',
  'middleName',
  'surname',
  'preferredForename',
  'preferredMiddleName',
  'preferredSurname',
] as const satisfies readonly (keyof PersonFacts)[];

/** The names that a person had until some moment. */
export interface PreviousName extends Pick<PersonFacts, (typeof nameFields)[number]> {
  /** When they were changed here, ISO 8601. */
  readonly until: string;
}

/** Most names that are kept with a person; the change history has them all. */
const maximumPreviousNames = 20;

/** The name history of a person whose facts change, newest first: longer by the names before when any of them differs. */
export const nameHistoryAfter = (
  before: PersonFacts & { readonly nameHistory: readonly PreviousName[] },
  after: PersonFacts,
  at: string,
): readonly PreviousName[] => {
  if (nameFields.every((field) => before[field] === after[field])) return before.nameHistory;
  const { forename, middleName, surname, preferredForename, preferredMiddleName, preferredSurname } = before;
  const names = { forename, middleName, surname, preferredForename, preferredMiddleName, preferredSurname };
  return [{ ...names, until: at }, ...before.nameHistory].slice(0, maximumPreviousNames);
};
