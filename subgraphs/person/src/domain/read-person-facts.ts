import { isCalendarDate, type ProblemCollector, readText } from '@resident-graph/service-kit';
import type { PersonType, Title } from '../__generated__/schema-types.ts';
import { dayInLondon } from './is-a-minor.ts';
import { nameLength, reasonLength } from './person.ts';
import type { PersonFacts } from './person-facts.ts';

/** The parts of an input that say something of a person; absent is left alone, null clears. */
export interface LoosePersonInput {
  readonly title?: Title | null | undefined;
  readonly preferredTitle?: Title | null | undefined;
  readonly forename?: string | null | undefined;
  readonly middleName?: string | null | undefined;
  readonly surname?: string | null | undefined;
  readonly preferredForename?: string | null | undefined;
  readonly preferredMiddleName?: string | null | undefined;
  readonly preferredSurname?: string | null | undefined;
  readonly placeOfBirth?: string | null | undefined;
  readonly dateOfBirth?: string | null | undefined;
  readonly dateOfDeath?: string | null | undefined;
  readonly personTypes?: readonly PersonType[] | null | undefined;
  readonly reason?: string | null | undefined;
}

const names = [
  'forename',
  'middleName',
  'surname',
  'preferredForename',
  'preferredMiddleName',
  'preferredSurname',
  'placeOfBirth',
] as const satisfies readonly (keyof PersonFacts)[];

/**
 * Reads the sent fields of an input: texts trimmed and checked (W42, TOO_LONG), dates checked (W9, W10, CONTRADICTION against each
 * other in `before` and input together). Source: domain-write.md sections 1.3 and 2.1, decision 21.
 */
export const readPersonFacts = (
  input: LoosePersonInput,
  before: PersonFacts,
  reading: { readonly problems: ProblemCollector; readonly now: number },
): PersonFacts => {
  const { problems, now } = reading;
  const facts: { -readonly [Field in keyof PersonFacts]: PersonFacts[Field] } = { ...before };
  for (const name of names) {
    if (input[name] !== undefined) facts[name] = readText(input[name], { path: name, maximumLength: nameLength }, problems);
  }
  if (input.reason !== undefined) facts.reason = readText(input.reason, { path: 'reason', maximumLength: reasonLength }, problems);
  if (input.title !== undefined) facts.title = input.title;
  if (input.preferredTitle !== undefined) facts.preferredTitle = input.preferredTitle;
  if (input.personTypes !== undefined) facts.personTypes = [...new Set(input.personTypes ?? [])];
  if (input.dateOfBirth !== undefined) facts.dateOfBirth = input.dateOfBirth;
  if (input.dateOfDeath !== undefined) facts.dateOfDeath = input.dateOfDeath;
  checkDates(facts, problems, dayInLondon(now));
  return facts;
};

const checkDates = (facts: Pick<PersonFacts, 'dateOfBirth' | 'dateOfDeath'>, problems: ProblemCollector, today: string): void => {
  const { dateOfBirth, dateOfDeath } = facts;
  if (dateOfBirth !== null && (!isCalendarDate(dateOfBirth) || dateOfBirth < '1800-01-01')) {
    problems.add('dateOfBirth', 'W9', 'Expected a date of birth that exists, from 1800 on, YYYY-MM-DD.');
  } else if (dateOfBirth !== null && dateOfBirth >= today) {
    problems.add('dateOfBirth', 'W10', 'Expected a date of birth before today.');
  }
  if (dateOfDeath !== null && dateOfDeath > today)
    problems.add('dateOfDeath', 'INVALID_VALUE', 'Expected a date of death that is not in the future.');
  if (dateOfDeath !== null && dateOfBirth !== null && dateOfDeath < dateOfBirth) {
    problems.add('dateOfDeath', 'CONTRADICTION', 'Expected a date of death that is not before the date of birth.');
  }
};
