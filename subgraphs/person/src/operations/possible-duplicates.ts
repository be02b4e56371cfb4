import { badUserInput, InputError, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { PossibleDuplicatesInput } from '../__generated__/schema-types.ts';
import { blockingKeys, type Identifying } from '../domain/duplicates/blocking-keys.ts';
import { type Comparison, comparePersons, type DuplicateBand } from '../domain/duplicates/compare-persons.ts';
import { noFacts, type Person } from '../domain/person.ts';
import { readPersonFacts } from '../domain/read-person-facts.ts';
import type { OperationParts } from './operation-parts.ts';

/** A person on record who may be the one described. */
export interface PossibleDuplicate extends Comparison {
  readonly person: Person;
  readonly band: DuplicateBand;
}

/** What is known, and how many answers are wanted. */
export interface PossibleDuplicatesArguments {
  readonly input: PossibleDuplicatesInput;
  readonly first?: number | null | undefined;
}

/** Most candidates that are judged further, and most that are shown. */
const maximumJudged = 1_000;
const maximumShown = 20;

/**
 * Everybody who may be the one described and of whom the caller may know, most likely first. Restricted persons are absent outside the
 * compartment.
 * @throws DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const findDuplicates = async (
  { store, restrictions }: Pick<OperationParts, 'store' | 'restrictions'>,
  described: Identifying,
  call: SignedCall,
): Promise<readonly PossibleDuplicate[]> => {
  const persons = await store.findByBlockingKeys(blockingKeys(described));
  const likely = persons
    .flatMap((person) => {
      const { band, ...comparison } = comparePersons(described, person);
      return band === null ? [] : [{ person, band, ...comparison }];
    })
    .toSorted((one, other) => other.score - one.score || (one.person.id < other.person.id ? -1 : 1))
    .slice(0, maximumJudged);
  const standings = await restrictions.findStandings(
    likely.map(({ person }) => person.id),
    call,
  );
  return likely.filter(({ person }) => standings.get(person.id) !== 'OUTSIDE');
};

/**
 * The persons who may be the one described, most likely first, at most 20.
 * @throws InputError BAD_USER_INPUT; what `findDuplicates` throws
 */
export const possibleDuplicates = async (
  parts: OperationParts,
  { input, first }: PossibleDuplicatesArguments,
  call: SignedCall,
): Promise<readonly PossibleDuplicate[]> => {
  const wanted = first ?? maximumShown;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > maximumShown)
    throw badUserInput([{ path: 'first', code: 'INVALID_VALUE', message: `Expected a whole number from 1 to ${maximumShown}.` }]);
  const problems = new ProblemCollector('input');
  const described = { ...readPersonFacts(input, noFacts, { problems, now: parts.now() }), nameHistory: [] };
  problems.throwIfAny();
  if (blockingKeys(described).length === 0)
    throw badUserInput([{ path: 'input', code: 'REQUIRED', message: 'Expected at least one name or the date of birth.' }]);
  return (await findDuplicates(parts, described, call)).slice(0, wanted);
};

/** POSSIBLE_DUPLICATE with the candidates that stop a creation: ids and reasons, no values. */
export const possibleDuplicate = (candidates: readonly PossibleDuplicate[]): InputError =>
  new InputError(
    'POSSIBLE_DUPLICATE',
    'The person is likely on record already. Use a person of `candidates`, or name those who are somebody else in `notDuplicateOf`.',
    {
      candidates: candidates.slice(0, maximumShown).map(({ person, band, score, reasons }) => ({ id: person.id, band, score, reasons })),
    },
  );
