import {
  badUserInput,
  type Connection,
  type CursorCodec,
  type PageArguments,
  ProblemCollector,
  type SignedCall,
  toConnection,
} from '@resident-graph/service-kit';
import type { FindPersonsFilter } from '../__generated__/schema-types.ts';
import { foldToOneWord } from '../domain/duplicates/fold-words.ts';
import { fitsFilter, type PersonFilter, toPersonFilter } from '../domain/duplicates/person-filter.ts';
import { noFacts, type Person } from '../domain/person.ts';
import { readPersonFacts } from '../domain/read-person-facts.ts';
import type { BlockingPage, KnownPerson } from '../store/blocking-index.ts';
import type { OperationParts } from './operation-parts.ts';

/** What finding persons stands on. */
export interface FindPersonsParts extends Pick<OperationParts, 'restrictions' | 'now'> {
  readonly store: Pick<OperationParts['store'], 'blocking' | 'findPersons'>;
  readonly cursors: CursorCodec;
}

/** Who is looked for, and which page of them. */
export interface FindPersonsArguments extends PageArguments {
  readonly filter: FindPersonsFilter;
}

/** Half as many records at once as the question who is restricted takes: a merged one asks for its survivor as well. */
const batch = 500;
/** Most persons that an answer counts and pages through. */
const maximumFound = 2_000;

const readFilter = (filter: FindPersonsFilter, now: number): PersonFilter => {
  const { address, ...known } = filter;
  const problems = new ProblemCollector('filter');
  if (address !== null && address !== undefined)
    problems.add('address', 'RECORDED_ELSEWHERE', 'Expected no address: ask `searchPersons(searchText)`, which knows where persons live.');
  const facts = readPersonFacts(known, noFacts, { problems, now });
  problems.throwIfAny();
  const read = toPersonFilter(facts);
  if (read === null)
    throw badUserInput([{ path: 'filter', code: 'REQUIRED', message: 'Expected at least a forename, a surname or the date of birth.' }]);
  return read;
};

/**
 * Everybody who fits, by a record merged into them if not by their own, and of whom the caller may know, the first ones by id. Nobody else counts,
 * not even towards the most.
 */
const findAll = async (
  { store, restrictions }: FindPersonsParts,
  filter: PersonFilter,
  call: SignedCall,
): Promise<readonly KnownPerson[]> => {
  const found = new Map<string, KnownPerson>();
  for (let after: string | null = ''; after !== null && found.size < maximumFound; ) {
    const { records, next }: BlockingPage = await store.blocking.listByKey(filter.key, { after, limit: batch });
    const fitting = records.filter(({ record }) => fitsFilter(record, filter));
    const standings = await restrictions.findStandings([...new Set(fitting.flatMap(({ record, person }) => [record.id, person.id]))], call);
    const isOpen = ({ id }: KnownPerson): boolean => standings.get(id) !== 'OUTSIDE';
    for (const { record, person } of fitting) if (isOpen(record) && isOpen(person)) found.set(person.id, person);
    after = next;
  }
  return [...found.values()].slice(0, maximumFound);
};

const positionOf = ({ surname, forename, dateOfBirth, id }: KnownPerson): readonly string[] => [
  foldToOneWord(surname),
  foldToOneWord(forename),
  dateOfBirth ?? '',
  id,
];

const comparePositions = (one: readonly string[], other: readonly string[]): number => {
  const place = one.findIndex((part, at) => part !== other[at]);
  if (place === -1) return 0;
  return (one[place] ?? '') < (other[place] ?? '') ? -1 : 1;
};

/**
 * Persons who have exactly these names and this birth date, by surname, forename and birth date. Restricted persons are absent outside the
 * compartment, from pages, cursors and the total alike.
 * @throws InputError BAD_USER_INPUT, CURSOR_INVALID for `after`; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const findPersons = async (
  parts: FindPersonsParts,
  { filter: given, ...page }: FindPersonsArguments,
  call: SignedCall,
): Promise<Connection<Person>> => {
  const { subject } = call;
  const filter = readFilter(given, parts.now());
  const found = (await findAll(parts, filter, call)).toSorted((one, other) => comparePositions(positionOf(one), positionOf(other)));
  const { edges, ...rest } = toConnection(found, page, {
    cursors: parts.cursors,
    binding: {
      subjectId: subject.onBehalfOf === null ? subject.id : JSON.stringify([subject.id, subject.onBehalfOf.id]),
      area: subject.actingArea,
      filter: `findPersons(${JSON.stringify([filter.forename, filter.surname, filter.dateOfBirth])})`,
    },
    positionOf,
    compare: (person, position) => comparePositions(positionOf(person), position),
  });
  const persons = new Map((await parts.store.findPersons(edges.map(({ node }) => node.id))).map((person) => [person.id, person]));
  return {
    ...rest,
    edges: edges.flatMap(({ cursor, node }) => {
      const person = persons.get(node.id);
      return person === undefined ? [] : [{ cursor, node: person }];
    }),
  };
};
