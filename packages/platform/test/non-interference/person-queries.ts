import { insuranceNumbers } from './equality-answers.ts';
import { absentId, birthDateOf, type KnownPerson, pickPerson } from './ground.ts';
import type { QueryGround } from './queries.ts';

/** Names and birth date of somebody of the focus, or of one who shares a family name; a part of them, now and then. */
const described = ({ ground }: QueryGround): Readonly<Record<string, string>> => {
  const { chance, population, focus } = ground;
  const known: KnownPerson = population.persons.find(({ id }) => id === focus[0]?.id) ?? chance.pick(population.persons);
  const dateOfBirth = birthDateOf(population, known.id);
  const kind = chance.upTo(5);
  if (kind === 0) return { surname: known.surname };
  if (kind === 1) return { dateOfBirth };
  if (kind === 2) return { forename: known.surname, surname: known.forename };
  return { forename: known.forename, surname: known.surname, ...(chance.is(0.6) ? { dateOfBirth } : {}) };
};

const possibleDuplicates = (query: QueryGround): string => {
  const { ground, selections } = query;
  const first = ground.chance.is(0.4) ? `first: ${selections.value('Int', 1 + ground.chance.upTo(3))}` : '';
  const input = selections.value('PossibleDuplicatesInput!', described(query));
  return `possibleDuplicates(input: ${input} ${first}) { person { ${selections.person(0, [])} } score band reasons { field level weight } }`;
};

const findPersons = (query: QueryGround): string => {
  const { selections } = query;
  const filter = selections.value('FindPersonsFilter!', described(query));
  return `findPersons(${[`filter: ${filter}`, ...selections.page()].join(' ')}) { ${selections.connection(selections.person(0, []))} }`;
};

const changeHistory = ({ ground, selections }: QueryGround): string => {
  const target = `targetType: PERSON targetId: ${selections.value('ID!', pickPerson(ground).id)}`;
  const fields = `id at version action subjectId area fields { field before after } ${selections.identification()}`;
  return `changeHistory(${[target, ...selections.page()].join(' ')}) { ${selections.connection(fields)} }`;
};

const byInsuranceNumber = ({ ground, selections }: QueryGround): string => {
  const value = selections.value('String!', ground.chance.pick([...insuranceNumbers, 'AB123499A']));
  return `personByNationalInsuranceNumber(value: ${value}) { ${selections.person(0, [])} }`;
};

const equalityById = ({ ground, selections }: QueryGround): string => {
  const { chance, census } = ground;
  const id = census.equality.length === 0 || chance.is(0.05) ? absentId : chance.pick(census.equality).id;
  return `equalityInformation(id: ${selections.value('ID!', id)}) { ${selections.equality()} }`;
};

const cells = 'cells { keys { dimension code } count percentage isSuppressed }';

/** A table of equality answers. */
export const equalityReport = ({ ground, selections }: QueryGround): string => {
  const dimensions = ground.chance.pick([['GENDER'], ['DISABLED'], ['GENDER', 'DISABLED'], ['ETHNIC_GROUP']]);
  const input = selections.value('EqualityReportInput!', { dimensions });
  return `equalityReport(input: ${input}) { snapshotDay base suppressionReason ${cells} suppressedBelow roundedTo }`;
};

/** Questions about persons themselves, with how often they should be chosen. */
export const personQueries: readonly (readonly [number, (query: QueryGround) => string])[] = [
  [5, possibleDuplicates],
  [4, findPersons],
  [5, changeHistory],
  [2, byInsuranceNumber],
  [3, equalityById],
  [1, equalityReport],
];
