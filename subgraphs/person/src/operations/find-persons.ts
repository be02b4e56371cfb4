import { permit } from '@resident-graph/policy';
import {
  AuthorityError,
  badUserInput,
  type Connection,
  type CursorCodec,
  type FindPersonsAtAddress,
  type PageArguments,
  ProblemCollector,
  type SignedCall,
  toConnection,
} from '@resident-graph/service-kit';
import type { FindPersonsFilter } from '../__generated__/schema-types.ts';
import { foldToOneWord } from '../domain/duplicates/fold-words.ts';
import { fitsFilter, type PersonFilter, toPersonFilter } from '../domain/duplicates/person-filter.ts';
import type { Person } from '../domain/person.ts';
import { noFacts } from '../domain/person-facts.ts';
import { readPersonFacts } from '../domain/read-person-facts.ts';
import type { BlockingPage, FoundRecord, KnownPerson } from '../store/blocking-index.ts';
import type { OperationParts } from './operation-parts.ts';

/** What finding persons stands on. */
export interface FindPersonsParts extends Pick<OperationParts, 'restrictions' | 'now'> {
  readonly store: Pick<OperationParts['store'], 'blocking' | 'findPersons'>;
  readonly cursors: CursorCodec;
  /** Who is at an address, as far as the caller may know. */
  readonly findAtAddress: FindPersonsAtAddress;
}

/** Who is looked for, and which page of them. */
export interface FindPersonsArguments extends PageArguments {
  readonly filter: FindPersonsFilter;
}

/** Half as many records at once as the question who is restricted takes: a merged one asks for its survivor as well. */
const batch = 500;
/** Most persons that an answer counts and pages through. */
const maximumFound = 2_000;

const readFilter = ({ address, ...known }: FindPersonsFilter, now: number): PersonFilter => {
  const problems = new ProblemCollector('filter');
  const facts = readPersonFacts(known, noFacts, { problems, now });
  problems.throwIfAny();
  const read = toPersonFilter(facts);
  if (read.key === null && address == null)
    throw badUserInput([
      { path: 'filter', code: 'REQUIRED', message: 'Expected at least a forename, a surname, the date of birth or an address.' },
    ]);
  return read;
};

/** Pages of the records that may fit: of those at an address, or with the key of what is known. */
const candidatesOf = async function* (
  { store, findAtAddress }: FindPersonsParts,
  { filter, address }: { readonly filter: PersonFilter; readonly address: string | null },
  call: SignedCall,
): AsyncGenerator<readonly FoundRecord[]> {
  if (address !== null) {
    yield store.blocking.listById(await findAtAddress(address, call));
    return;
  }
  for (let after: string | null = ''; after !== null && filter.key !== null; ) {
    const { records, next }: BlockingPage = await store.blocking.listByKey(filter.key, { after, limit: batch });
    yield records;
    after = next;
  }
};

/**
 * Everybody who fits, by a record merged into them if not by their own, and of whom the caller may know, the first ones by id. Nobody else counts,
 * not even towards the most.
 */
const findAll = async (
  parts: FindPersonsParts,
  asked: { readonly filter: PersonFilter; readonly address: string | null },
  call: SignedCall,
): Promise<readonly KnownPerson[]> => {
  const { restrictions } = parts;
  const { filter } = asked;
  const found = new Map<string, KnownPerson>();
  for await (const records of candidatesOf(parts, asked, call)) {
    const fitting = records.filter(({ record }) => fitsFilter(record, filter));
    const standings = await restrictions.findStandings([...new Set(fitting.flatMap(({ record, person }) => [record.id, person.id]))], call);
    const isOpen = ({ id }: KnownPerson): boolean => standings.get(id) !== 'OUTSIDE';
    for (const { record, person } of fitting) if (isOpen(record) && isOpen(person)) found.set(person.id, person);
    if (found.size >= maximumFound) break;
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

/** What is known of where the persons are; whoever asks by an address needs what `findByContact` needs. */
const readAddress = ({ address = null }: FindPersonsFilter, { subject }: SignedCall): string | null => {
  const decision = permit(subject, 'contact-detail.work');
  if (address !== null && !decision.isPermitted) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: decision.ruleId });
  return address;
};

/**
 * Persons who have exactly these names, this birth date and this address, by surname, forename and birth date. An address is one that the acting
 * area recorded and that the caller sees in full; that somebody is there goes on record. Restricted persons are absent outside the
 * compartment, from pages, cursors and the total alike.
 * @throws InputError BAD_USER_INPUT, CURSOR_INVALID for `after`; AuthorityError FORBIDDEN for an address without the permission; DependencyError
 * STORE_UNAVAILABLE when restrictions, or who is at an address, cannot be known
 */
export const findPersons = async (
  parts: FindPersonsParts,
  { filter: given, ...page }: FindPersonsArguments,
  call: SignedCall,
): Promise<Connection<Person>> => {
  const { subject } = call;
  const filter = readFilter(given, parts.now());
  const address = readAddress(given, call);
  const found = (await findAll(parts, { filter, address }, call)).toSorted((one, other) =>
    comparePositions(positionOf(one), positionOf(other)),
  );
  const foundIds = found.map(({ id }) => id);
  if (address !== null && found.length > 0) call.disclose({ action: 'person.match', personIds: foundIds, resourceIds: foundIds });
  const { edges, ...rest } = toConnection(found, page, {
    cursors: parts.cursors,
    binding: {
      subjectId: subject.onBehalfOf === null ? subject.id : JSON.stringify([subject.id, subject.onBehalfOf.id]),
      area: subject.actingArea,
      filter: `findPersons(${JSON.stringify([filter.forename, filter.surname, filter.dateOfBirth, address])})`,
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
