import type { InputProblem, ProblemCode } from '@resident-graph/schema';
import { isCalendarDate } from '@resident-graph/service-kit';
import { type PersonSearchQuery, personSearchSorts } from './person-search.ts';

/** The arguments of `searchPersons` as they come. */
export interface PersonSearchArguments {
  readonly searchText: string;
  readonly page?: number | null | undefined;
  readonly pageSize?: number | null | undefined;
  readonly sortBy?: string | null | undefined;
  readonly isDesc?: boolean | null | undefined;
  readonly dateOfBirth?: string | null | undefined;
  readonly personType?: string | null | undefined;
}

/** A query, or everything that is wrong with it. */
export type ParsedPersonSearchQuery =
  | { readonly isValid: true; readonly query: PersonSearchQuery }
  | { readonly isValid: false; readonly problems: readonly InputProblem[] };

const fewestCharacters = 2;
const mostCharacters = 200;
const largestPage = 100;
/** How deep numbered pages go (domain-search.md section 9, "Paging"). */
const deepestResult = 10_000;

const isBetween = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;

/**
 * Checks the arguments of `searchPersons` and fills in the defaults of the schema (page 1 of 12, by relevance). Every problem is
 * reported at once. Markup characters are legal in a search text, as it is stored nowhere.
 */
export const parsePersonSearchQuery = (args: PersonSearchArguments): ParsedPersonSearchQuery => {
  const problems: InputProblem[] = [];
  const refuse = (path: string, code: ProblemCode, message: string): void => void problems.push({ path, code, message });

  const text = args.searchText.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  const characters = [...text].length;
  if (characters < fewestCharacters) refuse('searchText', 'TOO_SHORT', `A search needs at least ${fewestCharacters} characters.`);
  if (characters > mostCharacters) refuse('searchText', 'TOO_LONG', `A search has at most ${mostCharacters} characters.`);

  const page = args.page ?? 1;
  const pageSize = args.pageSize ?? 12;
  const isPage = isBetween(page, 1, Number.MAX_SAFE_INTEGER);
  const isPageSize = isBetween(pageSize, 1, largestPage);
  if (!isPage) refuse('page', 'INVALID_VALUE', 'Pages count from 1.');
  if (!isPageSize) refuse('pageSize', 'INVALID_VALUE', `A page has 1 to ${largestPage} results.`);
  if (isPage && isPageSize && page * pageSize > deepestResult) {
    refuse('page', 'INVALID_VALUE', `Pages end at result ${deepestResult}; narrow the search instead.`);
  }

  const sortBy = personSearchSorts.find((known) => known === (args.sortBy ?? 'RELEVANCE'));
  if (sortBy === undefined) refuse('sortBy', 'INVALID_VALUE', `Sorts are ${personSearchSorts.join(', ')}.`);

  const dateOfBirth = args.dateOfBirth ?? null;
  if (dateOfBirth !== null && !isCalendarDate(dateOfBirth)) refuse('dateOfBirth', 'W9', 'Not a date of the form YYYY-MM-DD.');
  const personType = args.personType ?? null;
  if (personType !== null && !/^[A-Z][A-Z_]{0,59}$/.test(personType)) refuse('personType', 'INVALID_VALUE', 'Not a person type.');

  if (problems.length > 0 || sortBy === undefined) return { isValid: false, problems };
  return { isValid: true, query: { text, page, pageSize, sortBy, isDescending: args.isDesc ?? false, dateOfBirth, personType } };
};
