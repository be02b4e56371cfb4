import { accountabilityQueries, openingQueue } from './accountability-queries.ts';
import { twinLookup } from './detail-calls.ts';
import {
  type Actor,
  absentId,
  type Ground,
  isAboutOpenings,
  isAboutPersons,
  type KnownPerson,
  pickPerson,
  pickRow,
  pickTarget,
} from './ground.ts';
import { equalityReport, personQueries } from './person-queries.ts';
import type { SelectionWriter } from './selection-writer.ts';
import { lookupValue, streets } from './values.ts';

/** Who asks about what, and what writes the selections. */
export interface QueryGround {
  readonly ground: Ground;
  readonly actor: Actor;
  readonly selections: SelectionWriter;
}

const depth = 1;

const inBrackets = (...parts: readonly string[]): string => {
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : `(${given.join(' ')})`;
};

const person = ({ ground, selections }: QueryGround): string => {
  const { id } = pickPerson(ground);
  return `person(id: ${selections.value('ID!', id)}) { ${selections.person(depth, [id])} }`;
};

const persons = ({ ground, selections }: QueryGround): string => {
  const ids = [pickPerson(ground).id, pickPerson(ground).id, pickPerson(ground).id];
  return `persons(ids: ${selections.value('[ID!]!', ids)}) { ${selections.person(depth, ids)} }`;
};

/** A name in one of its forms, or the value of a contact detail, which finds nobody. */
const searchText = ({ chance, census, population }: Ground, { forename, surname }: KnownPerson): string => {
  const kind = chance.upTo(11);
  if (kind < 2) return surname;
  if (kind === 2) return `${surname} ${forename}`;
  if (kind === 3) return surname.slice(0, 4);
  if (kind === 4) return `${surname.slice(0, 3)}x${surname.slice(4)}`;
  if (kind === 5) return chance.pick(streets);
  // The twins' are another one in each world.
  const newest = census.rows.filter(({ id }) => !population.twins.has(id)).slice(-6);
  const addresses = newest.filter(({ contactType }) => contactType === 'ADDRESS');
  if (addresses.length > 0) return chance.pick(addresses).value;
  return newest.length === 0 ? forename : chance.pick(newest).value;
};

const search = ({ ground, selections }: QueryGround, sought: string | null = null): string => {
  const { chance, focus, population } = ground;
  const found = population.persons.find(({ id }) => id === focus[0]?.id) ?? chance.pick(population.persons);
  const text = selections.value('String!', sought ?? searchText(ground, found));
  const more = [
    ...(chance.is(0.4) ? [`sortBy: ${selections.value('PersonSearchSort', chance.pick(['RELEVANCE', 'SURNAME', 'DATE_OF_BIRTH']))}`] : []),
    ...(chance.is(0.3) ? [`isDesc: ${selections.value('Boolean', chance.is(0.5))}`] : []),
    ...(chance.is(0.4)
      ? [`pageSize: ${selections.value('Int', 1 + chance.upTo(5))}`, `page: ${selections.value('Int', 1 + chance.upTo(3))}`]
      : []),
  ];
  const hits = `${chance.is(0.4) ? 'locationWithheld' : ''} matchedOn person { ${selections.person(0, [found.id])} }`;
  return `searchPersons(searchText: ${text}, ${more.join(', ')}) { total results { ${hits} } pageInfo { page totalPages hasNextPage } }`;
};

const detail = ({ ground, actor, selections }: QueryGround): string => {
  const { argument, includesHistoric } = selections.history();
  const { id } = pickRow(ground, { ...actor, isHistoryHidden: false });
  selections.asked.push({ ids: [id], includesHistoric });
  return `contactDetail(id: ${selections.value('ID!', id)}, ${argument}) { ${selections.detail(depth)} }`;
};

const details = ({ ground, selections }: QueryGround): string => {
  const { argument, includesHistoric } = selections.history();
  const { id } = pickTarget(ground);
  selections.asked.push({ ids: [id], includesHistoric });
  const type = ground.chance.is(0.2)
    ? `targetType: ${selections.value('ContactTargetType', ground.chance.pick(['PERSON', 'TENURE', 'ORGANISATION']))}`
    : '';
  return `contactDetails(targetId: ${selections.value('ID!', id)}, ${type} ${argument}) { ${selections.detail(depth)} }`;
};

/** A value that somebody has, visible or hidden, one of a twin, or nobody's. */
const lookup = ({ ground, actor }: QueryGround): { readonly type: string; readonly value: string } => {
  const { chance, census, population } = ground;
  if (chance.is(0.3)) return twinLookup(chance);
  if (chance.is(0.1)) return { type: 'PHONE', value: '+44 20 7946 0999' };
  const row = pickRow(ground, actor);
  if (population.twins.has(row.id)) return twinLookup(chance);
  const stored = census.rows.find(({ id }) => id === row.id);
  return { type: row.contactType, value: lookupValue(row.contactType, row.value, stored?.address?.uprn ?? null) };
};

const find = (query: QueryGround): string => {
  const { ground, selections } = query;
  const { type, value } = lookup(query);
  selections.asked.push({ ids: ground.focus.map(({ id }) => id), includesHistoric: false });
  return `findByContact(type: ${selections.value('ContactType!', type)}, value: ${selections.value('String!', value)}) { ${selections.detail(depth)} }`;
};

const contactability = ({ ground, selections }: QueryGround): string => {
  const { id } = pickPerson(ground);
  selections.asked.push({ ids: [id], includesHistoric: false });
  const arguments_ = `personId: ${selections.value('ID!', id)}, contactType: ${selections.contactType()}`;
  return `contactability(${arguments_}) { canBeUsed reasons contactDetail { ${selections.detail(0)} } }`;
};

const consents = ({ ground, selections }: QueryGround): string =>
  `consents(personId: ${selections.value('ID!', pickPerson(ground).id)}) { ${selections.consent()} }`;

const objections = ({ ground, selections }: QueryGround): string =>
  `objections(personId: ${selections.value('ID!', pickPerson(ground).id)}) { ${selections.objection()} }`;

const pickOrganisation = ({ chance, population }: Ground): string =>
  chance.is(0.1) ? absentId : (population.organisations[0]?.id ?? absentId);

const organisation = ({ ground, selections }: QueryGround): string => {
  const id = pickOrganisation(ground);
  return `organisation(id: ${selections.value('ID!', id)}) { ${selections.organisation(depth, [id])} }`;
};

const findOrganisations = ({ ground, selections }: QueryGround): string => {
  const { chance, population } = ground;
  const name = chance.is(0.7) ? (population.organisations[0]?.name.slice(0, 4) ?? 'Homes') : 'Homes';
  const id = population.organisations[0]?.id ?? absentId;
  return `findOrganisations(name: ${selections.value('String!', name)}) { ${selections.organisation(0, [id])} }`;
};

/** Both tell of rows that may be historic by now. */
const queue = ({ actor, ground, selections }: QueryGround): string => {
  if (ground.chance.is(0.5))
    return `consentsToConfirm${inBrackets(...selections.page())} { ${selections.connection(selections.consent())} }`;
  if (actor.isHistoryHidden) return 'serviceAreas { code name isActive successor }';
  return `notices${inBrackets(...selections.page())} { ${selections.connection(`id kind team at by contactDetail { ${selections.detail(0)} }`)} }`;
};

const triage = ({ ground, selections }: QueryGround): string => {
  const { argument, includesHistoric } = selections.history();
  selections.asked.push({ ids: null, includesHistoric });
  // Those of earlier epochs are listed too.
  const page = ground.chance.is(0.5) ? [`first: ${selections.value('Int', 100)}`] : selections.page(100);
  return `legacyTriage${inBrackets(argument, ...page)} { ${selections.connection(selections.detail(0))} }`;
};

const reference = ({ ground, selections }: QueryGround): string => {
  const category = selections.value('ReferenceDataCategory!', ground.chance.pick(['CONTACT_SUB_TYPE', 'CONTACT_RELATION']));
  return `referenceData(category: ${category}) { code name contactTypes serviceArea }`;
};

const equality = ({ ground, selections }: QueryGround): string =>
  `equalityInformationByTarget(targetId: ${selections.value('ID!', pickPerson(ground).id)}) { ${selections.equality()} }`;

/** What no document may ask for. */
const refused = ({ ground, selections }: QueryGround): string => {
  const field = ground.chance.pick(['accessAttributes { area }', 'rg__access: id', 'nothing']);
  return `contactDetails(targetId: ${selections.value('ID!', pickTarget(ground).id)}) { id ${field} }`;
};

const ofPersons = (query: QueryGround): string => query.ground.chance.weigh(personQueries)(query);

const common: readonly (readonly [number, (query: QueryGround) => string])[] = [
  [20, person],
  [7, persons],
  [12, (query) => search(query)],
  [13, detail],
  [16, details],
  [16, find],
  [7, contactability],
  [5, consents],
  [4, objections],
  [5, organisation],
  [3, findOrganisations],
  [7, queue],
  [2, triage],
  [2, reference],
  [3, equality],
  [13, ofPersons],
  [1, refused],
];

/** Looks for persons by the address that was recorded last. */
const searchNewest = (query: QueryGround): string => {
  const { census, population } = query.ground;
  const newest = census.rows.findLast(({ id, contactType }) => contactType === 'ADDRESS' && !population.twins.has(id));
  return search(query, newest?.value ?? null);
};

/** Goes on in the history of a person, wherever the cursor came from. */
const historyPage = ({ ground, actor, selections }: QueryGround): string => {
  const { id } = pickPerson(ground);
  if (actor.isHistoryHidden) return `person(id: ${selections.value('ID!', id)}) { ${selections.person(depth, [id])} }`;
  return `person(id: ${selections.value('ID!', id)}) { id ${selections.changes([id])} }`;
};

/** Questions right at what has just changed, with how often they should be chosen. */
const aimed: readonly (readonly [number, (query: QueryGround) => string])[] = [
  [3, searchNewest],
  [14, historyPage],
  [4, details],
];

/** How often somebody asks who looked, why, and who may. */
const shareOfAccountability = ({ caller: { kind }, asksRecord }: Actor): number => {
  if (kind === 'governance') return 0.85;
  if (asksRecord) return 0.75;
  return kind === 'steward' ? 0.12 : 0.2;
};

/** Questions that chance alone would seldom bring together with the change that they could tell of. */
const writeSeldom = (query: QueryGround): string | null => {
  const { ground, actor } = query;
  const { chance } = ground;
  if (isAboutOpenings(ground) && actor.caller.area !== null && chance.is(0.9)) return openingQueue(query);
  if (isAboutPersons(ground) && actor.caller.seesPersons && chance.is(0.85)) return chance.is(0.3) ? person(query) : ofPersons(query);
  if (actor.caller.kind === 'steward' && !actor.asksRecord && chance.is(0.35)) return triage(query);
  return actor.caller.area !== null && chance.is(0.1) ? historyPage(query) : null;
};

/** A root field of a query by chance; stewards look into triage more than others. */
export const writeQuery = (query: QueryGround): string => {
  const { ground, actor } = query;
  const { chance } = ground;
  const { kind } = actor.caller;
  const isSteward = kind === 'steward';
  const seldom = writeSeldom(query);
  if (seldom !== null) return seldom;
  if (chance.is(shareOfAccountability(actor))) return chance.weigh(accountabilityQueries(query))(query);
  if (actor.caller.persona === 'data-analyst') return chance.is(0.9) ? equalityReport(query) : ofPersons(query);
  if (kind === 'support' && chance.is(0.8)) return chance.is(0.7) ? details(query) : detail(query);
  if (chance.is(0.38)) return chance.weigh(isSteward ? [...aimed, [14, triage]] : aimed)(query);
  return chance.weigh(isSteward ? [...common, [60, triage]] : common)(query);
};
