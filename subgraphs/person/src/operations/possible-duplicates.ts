import { badUserInput, groupBy, InputError, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { PossibleDuplicatesInput } from '../__generated__/schema-types.ts';
import { blockingKeys, type Identifying } from '../domain/duplicates/blocking-keys.ts';
import { type Comparison, comparePersons, type DuplicateBand } from '../domain/duplicates/compare-persons.ts';
import type { Person } from '../domain/person.ts';
import { noFacts } from '../domain/person-facts.ts';
import { readPersonFacts } from '../domain/read-person-facts.ts';
import type { OperationParts } from './operation-parts.ts';

/** Somebody on record who may be the one described. */
export interface DuplicateCandidate extends Comparison {
  readonly id: string;
  readonly band: DuplicateBand;
  /** The id, and those of merged records that may be the one described. */
  readonly recordIds: readonly string[];
}

/** The same with the whole person. */
export interface PossibleDuplicate extends DuplicateCandidate {
  readonly person: Person;
}

/** What is known, and how many answers are wanted. */
export interface PossibleDuplicatesArguments {
  readonly input: PossibleDuplicatesInput;
  readonly first?: number | null | undefined;
}

/** Most records that are judged further, half as many as the question who is restricted takes; and most persons that are shown. */
const maximumJudged = 500;
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
): Promise<readonly DuplicateCandidate[]> => {
  const records = await store.blocking.findByKeys(blockingKeys(described));
  const likely = records
    .flatMap(({ record, person }) => {
      const { band, ...comparison } = comparePersons(described, record);
      return band === null ? [] : [{ id: person.id, recordId: record.id, band, ...comparison }];
    })
    .toSorted((one, other) => other.score - one.score || (one.recordId < other.recordId ? -1 : 1))
    .slice(0, maximumJudged);
  const standings = await restrictions.findStandings([...new Set(likely.flatMap(({ id, recordId }) => [id, recordId]))], call);
  const open = likely.filter(({ id, recordId }) => standings.get(id) !== 'OUTSIDE' && standings.get(recordId) !== 'OUTSIDE');
  const recordsOf = groupBy(open, ({ id }) => id);
  // The most likely record speaks for the person.
  return [...recordsOf.values()].flatMap((those) => {
    const recordIds = those.map(({ recordId }) => recordId);
    return those
      .slice(0, 1)
      .map(({ id, band, score, reasons }) => ({ id, band, score, reasons, recordIds: [...new Set([id, ...recordIds])] }));
  });
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
    throw badUserInput([{ path: 'input', code: 'REQUIRED', message: 'Expected at least a forename, a surname or the date of birth.' }]);
  const shown = (await findDuplicates(parts, described, call)).slice(0, wanted);
  const persons = new Map((await parts.store.findPersons(shown.map(({ id }) => id))).map((person) => [person.id, person]));
  return shown.flatMap((candidate) => {
    const person = persons.get(candidate.id);
    return person === undefined ? [] : [{ ...candidate, person }];
  });
};

/** POSSIBLE_DUPLICATE with the candidates that stop a creation: ids and reasons, no values. */
export const possibleDuplicate = (candidates: readonly DuplicateCandidate[]): InputError =>
  new InputError(
    'POSSIBLE_DUPLICATE',
    'The person is likely on record already. Use a person of `candidates`, or name those who are somebody else in `notDuplicateOf`.',
    {
      candidates: candidates.slice(0, maximumShown).map(({ id, band, score, reasons }) => ({ id, band, score, reasons })),
    },
  );
