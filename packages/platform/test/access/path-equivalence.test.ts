import type { Role, Subject } from '@resident-graph/policy';
import type { ServiceArea } from '@resident-graph/schema';
import { signedCallOf } from '@resident-graph/service-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  type Asker,
  type DetailName,
  details,
  residentId,
  type SamplePlatform,
  startSamplePlatform,
  surname,
} from './sample-details.ts';

/** Somebody who may ask, with the names of the details that they may see: current ones, and those that history adds. */
interface SeeingAsker extends Asker {
  readonly current: readonly DetailName[];
  readonly history: readonly DetailName[];
  readonly subject: Partial<Subject>;
  /** Whether search is open to them. */
  readonly maySearch: boolean;
}

const ofResident = details.filter(({ person }) => person === 0);
const resident: SeeingAsker = {
  persona: 'resident',
  current: ofResident.filter(({ isActive }) => isActive).map(({ name }) => name),
  history: ofResident.filter(({ isActive }) => !isActive).map(({ name }) => name),
  subject: { kind: 'resident', purpose: 'RESIDENT_REQUEST', personId: residentId },
  maySearch: false,
};

const staff: readonly SeeingAsker[] = (
  [
    ['housing-officer', undefined, 'officer', 'housing', ['person:read', 'contact:read']],
    ['social-care-officer', undefined, 'officer', 'social-care', ['person:read', 'contact:read', 'confidential']],
    ['two-area-officer', 'housing', 'officer', 'housing', ['person:read', 'contact:read']],
    ['two-area-officer', 'social-care', 'officer', 'social-care', ['person:read', 'contact:read']],
    ['read-only-officer', undefined, 'officer', 'housing', ['person:read', 'contact:read']],
    ['benefits-officer', undefined, 'officer', 'benefits', ['person:read', 'contact:read']],
    ['repairs-service', undefined, 'service', 'repairs', ['person:read', 'contact:read']],
    ['data-steward', undefined, 'steward', 'housing', ['person:read', 'contact:read', 'steward']],
    ['ingest-service', undefined, 'service', null, ['ingest:contact-details']],
    ['nobody', undefined, 'officer', null, []],
  ] as const
).map(([persona, area, kind, actingArea, roles]) => {
  const own = details.filter((detail) => actingArea !== null && detail.area === actingArea);
  // What the resident consented to; a steward has no part in it.
  const shared: readonly DetailName[] = actingArea === 'housing' && kind === 'officer' ? ['care-phone'] : [];
  return {
    persona,
    ...(area === undefined ? {} : { area }),
    current: [...own.filter(({ isActive }) => isActive).map(({ name }) => name), ...shared],
    history: own.filter(({ isActive }) => !isActive).map(({ name }) => name),
    subject: { kind, actingArea: actingArea as ServiceArea | null, roles: roles as readonly Role[] },
    maySearch: true,
  };
});
const askers: readonly SeeingAsker[] = [...staff, resident];

let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSamplePlatform();
});
afterAll(() => sample[Symbol.asyncDispose]());

/** The ids of all contact details in an answer, wherever they stand; each row is asked as `{ detail: id }`. */
const idsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'detail' && typeof inner === 'string' ? [inner] : idsIn(inner)));
};

const allIds = (): readonly string[] => Object.values(sample.idOf);

interface Path {
  readonly title: string;
  /** The answer of an asker; `historic` says whether history is asked. */
  readonly read: (asker: Asker & { readonly subject: Partial<Subject> }, historic: boolean) => Promise<Answer>;
  /** Only current rows have this path. */
  readonly isCurrentOnly?: boolean;
  /** The path begins with a search. */
  readonly isSearch?: boolean;
}

const perPerson =
  (select: (id: string, index: number, historic: boolean) => string, suffix = ''): Path['read'] =>
  (asker, historic) =>
    sample.ask(asker, `{ ${sample.personIds.map((id, index) => select(id, index, historic)).join(' ')} } ${suffix}`);

const rowsOf = (id: string, historic: boolean): string => `contactDetails(targetId: "${id}", includeHistoric: ${historic})`;

/** Asks the subgraph itself, signed as the gateway signs. */
const askEntities = async (
  { subject }: { readonly subject: Partial<Subject> },
  representations: readonly object[],
  fields: string,
): Promise<Answer> => {
  const { subject: signed } = signedCallOf({ actingArea: null, roles: [], ...subject });
  const result = await sample.platform.handlers['contact-details'].execute(
    {
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${fields} } }`,
      variables: { representations },
    },
    { identityToken: await sample.platform.signer.sign(signed, 'contact-details'), correlationId: 'c-1' },
  );
  return result as Answer;
};

const paths: readonly Path[] = [
  { title: 'contactDetails', read: perPerson((id, index, historic) => `p${index}: ${rowsOf(id, historic)} { detail: id }`) },
  {
    title: 'contactDetail by id',
    read: (asker, historic) =>
      sample.ask(
        asker,
        `{ ${allIds()
          .map((id, index) => `d${index}: contactDetail(id: "${id}", includeHistoric: ${historic}) { detail: id }`)
          .join(' ')} }`,
      ),
  },
  {
    title: 'Person.contactDetails',
    read: perPerson(
      (id, index, historic) => `p${index}: person(id: "${id}") { contactDetails(includeHistoric: ${historic}) { detail: id } }`,
    ),
  },
  {
    title: 'persons by ids',
    read: (asker, historic) =>
      sample.ask(asker, `query ($ids: [ID!]!) { persons(ids: $ids) { contactDetails(includeHistoric: ${historic}) { detail: id } } }`, {
        ids: sample.personIds,
      }),
  },
  {
    title: 'aliases that lie',
    read: perPerson(
      (id, index, historic) =>
        `area${index}: ${rowsOf(id, historic)} { area: contactInformation { isActive: description } sourceServiceArea: targetId detail: id }`,
    ),
  },
  {
    title: 'a named fragment',
    read: perPerson(
      (id, index, historic) => `p${index}: ${rowsOf(id, historic)} { ...Row }`,
      'fragment Row on ContactDetail { ...Id contactInformation { value } } fragment Id on ContactDetail { detail: id }',
    ),
  },
  {
    title: 'inline fragments',
    read: perPerson(
      (id, index, historic) => `... on Query { p${index}: ${rowsOf(id, historic)} { ... { ... on ContactDetail { detail: id } } } }`,
    ),
  },
  {
    title: 'fields merged under one key',
    read: perPerson(
      (id, index, historic) =>
        `p${index}: ${rowsOf(id, historic)} { contactInformation { value } } p${index}: ${rowsOf(id, historic)} { detail: id }`,
    ),
  },
  {
    title: 'a variable',
    read: (asker, historic) =>
      sample.ask(
        asker,
        'query ($a: ID!, $b: ID!, $h: Boolean) { a: contactDetails(targetId: $a, includeHistoric: $h) { detail: id } b: contactDetails(targetId: $b, includeHistoric: $h) { detail: id } }',
        { a: sample.personIds[0], b: sample.personIds[1], h: historic },
      ),
  },
  {
    title: 'the default of a variable',
    read: (asker, historic) =>
      sample.ask(
        asker,
        `query ($ids: [ID!]!, $h: Boolean = ${historic}) { persons(ids: $ids) { contactDetails(includeHistoric: $h) { detail: id } } }`,
        {
          ids: sample.personIds,
        },
      ),
  },
  {
    title: 'directives',
    read: perPerson(
      (id, index, historic) =>
        `p${index}: ${rowsOf(id, historic)} @include(if: true) { detail: id @skip(if: false) targetId @skip(if: true) }`,
    ),
  },
  {
    title: 'a search and its hits',
    isSearch: true,
    read: (asker, historic) =>
      sample.ask(
        asker,
        `{ searchPersons(searchText: "${surname}") { results { person { contactDetails(includeHistoric: ${historic}) { detail: id } } } } }`,
      ),
  },
  {
    title: 'persons found by name',
    isSearch: true,
    read: (asker, historic) =>
      sample.ask(
        asker,
        `{ findPersons(filter: { surname: "${surname}" }) { edges { node { contactDetails(includeHistoric: ${historic}) { detail: id } } } } }`,
      ),
  },
  {
    title: "a detail's own person",
    isCurrentOnly: true,
    // Starts at every id: who sees none of a person's rows gets no further.
    read: (asker) =>
      sample.ask(
        asker,
        `{ ${allIds()
          .map((id, index) => `d${index}: contactDetail(id: "${id}") { person { contactDetails { detail: id } } }`)
          .join(' ')} }`,
      ),
  },
  {
    title: 'the person of an entity',
    read: (asker, historic) =>
      askEntities(
        asker,
        sample.personIds.map((id) => ({ __typename: 'Person', id })),
        `... on Person { contactDetails(includeHistoric: ${historic}) { detail: id } }`,
      ),
  },
  {
    title: 'the entity itself',
    isCurrentOnly: true,
    read: (asker) =>
      askEntities(
        asker,
        allIds().map((id) => ({ __typename: 'ContactDetail', id })),
        '... on ContactDetail { detail: id }',
      ),
  },
];

describe.each(askers)('$persona $area sees the same rows', (asker) => {
  const open = paths.filter(({ isSearch }) => asker.maySearch || isSearch !== true);

  test.each(open.filter(({ isCurrentOnly }) => isCurrentOnly !== true))('with history by $title', async ({ read }) => {
    const seen = [...new Set(idsIn((await read(asker, true)).data))].map(sample.nameOf);
    expect(seen.toSorted()).toEqual([...asker.current, ...asker.history].toSorted());
  });

  test.each(open)('without history by $title', async ({ read }) => {
    const seen = [...new Set(idsIn((await read(asker, false)).data))].map(sample.nameOf);
    expect(seen.toSorted()).toEqual([...asker.current].toSorted());
  });
});

describe('a hidden row', () => {
  test('and one that does not exist give the same answer, to the byte', async () => {
    const query = 'query ($id: ID!) { contactDetail(id: $id, includeHistoric: true) { id version contactInformation { value } } }';
    const asker = { persona: 'housing-officer' };
    const absent = JSON.stringify(await sample.ask(asker, query, { id: '00000000-0000-4000-8000-000000000000' }));
    for (const name of ['repairs-phone', 'care-old', 'unowned-phone', 'other-benefits'] as const) {
      expect(JSON.stringify(await sample.ask(asker, query, { id: sample.idOf[name] }))).toBe(absent);
    }
    expect(absent).toBe('{"data":{"contactDetail":null}}');
  });

  test('cannot be retired, with the words for one that does not exist', async () => {
    const query = 'mutation ($id: ID!) { retireContactDetail(input: { id: $id }) { contactDetail { id } } }';
    const asker = { persona: 'housing-officer' };
    const absent = await sample.ask(asker, query, { id: '00000000-0000-4000-8000-000000000000' });
    expect(await sample.ask(asker, query, { id: sample.idOf['repairs-phone'] })).toEqual(absent);
    expect(absent.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('a caller without a right to equality answers', () => {
  test('gets null and FORBIDDEN at their place, and nothing is fetched from equality', async () => {
    sample.fetches.length = 0;
    const query = `{ searchPersons(searchText: "Imogen ${surname}") { results { person { forename equalityInformation { ageGroup } } } } }`;
    const answer = await sample.ask({ persona: 'data-steward' }, query);
    expect(answer.data).toEqual({ searchPersons: { results: [{ person: { forename: 'Imogen', equalityInformation: null } }] } });
    expect(answer.errors).toEqual([
      {
        message: 'You may not see or do this.',
        path: ['searchPersons', 'results', 0, 'person', 'equalityInformation'],
        extensions: { code: 'FORBIDDEN', ruleId: 'E3' },
      },
    ]);
    expect(sample.fetches.map(({ name }) => name)).toEqual(['search', 'person']);
  });

  test('while one who has it causes exactly one fetch', async () => {
    sample.fetches.length = 0;
    await sample.ask(
      { persona: 'housing-officer' },
      `{ searchPersons(searchText: "Imogen ${surname}") { results { person { equalityInformation { ageGroup } } } } }`,
    );
    expect(sample.fetches.filter(({ name }) => name === 'equality')).toHaveLength(1);
  });

  test('does not run a denied mutation', async () => {
    sample.fetches.length = 0;
    const query =
      'mutation ($id: ID!) { recordEqualityInformation(input: { targetId: $id, answers: { ageGroup: "retired" } }) { equalityInformation { id } } }';
    const answer = await sample.ask({ persona: 'read-only-officer' }, query, { id: sample.personIds[0] });
    expect(answer).toMatchObject({
      data: { recordEqualityInformation: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'E2' } }],
    });
    expect(sample.fetches).toEqual([]);
  });
});

describe('an officer of two areas', () => {
  test('must name the one that acts', async () => {
    const answer = await sample.ask({ persona: 'two-area-officer' }, '{ __typename }');
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([
      {
        message: 'Name the acting service area in `x-service-area`: housing or social-care.',
        extensions: { code: 'SERVICE_AREA_REQUIRED', serviceAreas: ['housing', 'social-care'] },
      },
    ]);
  });

  test.each(['repairs', '', 'housing, social-care', 'HOUSING'])('may not act for %j', async (area) => {
    const answer = await sample.ask({ persona: 'two-area-officer', area }, '{ __typename }');
    expect(answer.errors).toMatchObject([
      { message: 'The service area of `x-service-area` is not one of yours.', extensions: { code: 'FORBIDDEN', ruleId: 'A1' } },
    ]);
  });
});
