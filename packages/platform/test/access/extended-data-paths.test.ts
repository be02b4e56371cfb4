import { appendAccessEventsAction, DependencyError } from '@resident-graph/service-kit';
import { signedCallOf } from '@resident-graph/service-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Asker, residentId, type SamplePlatform, startSamplePlatform, surname } from './sample-details.ts';

/** What each area holds of the resident; the words are nowhere else. */
const held = {
  housing: { note: 'marshmallow' },
  'social-care': { note: 'peppercorn', carePlan: { kind: 'HOME_CARE', hoursAWeek: 3.5 } },
} as const;
const words = ['marshmallow', 'peppercorn'];

const record = `mutation ($data: JSON!, $expectedVersion: Int) {
  recordExtendedData(input: { personId: "${residentId}", data: $data, expectedVersion: $expectedVersion }) {
    extendedData { data schemaVersion version }
  }
}`;

/** Everybody, with the area whose data they see; null for those who see none. */
const askers: readonly (Asker & { readonly sees: keyof typeof held | null })[] = [
  { persona: 'housing-officer', sees: 'housing' },
  { persona: 'read-only-officer', sees: 'housing' },
  { persona: 'data-steward', sees: 'housing' },
  { persona: 'two-area-officer', area: 'housing', sees: 'housing' },
  { persona: 'two-area-officer', area: 'social-care', sees: 'social-care' },
  { persona: 'social-care-officer', sees: 'social-care' },
  { persona: 'safeguarding-lead', sees: 'social-care' },
  { persona: 'benefits-officer', sees: null },
  { persona: 'repairs-service', sees: null },
  { persona: 'finance-officer', sees: null },
  { persona: 'support-analyst', sees: null },
  { persona: 'information-governance', sees: null },
  { persona: 'resident', sees: null },
  { persona: 'ingest-service', sees: null },
  { persona: 'nobody', sees: null },
];

let isAuditDown = false;
let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSamplePlatform({
    wrapAuditLink: (link) => ({
      call: async (action, input, correlationId) => {
        if (isAuditDown && action === appendAccessEventsAction)
          throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'contact-details does not answer now.');
        return link.call(action, input, correlationId);
      },
    }),
  });
  for (const [area, persona] of [
    ['housing', 'housing-officer'],
    ['social-care', 'social-care-officer'],
  ] as const) {
    expect(await sample.ask({ persona }, record, { data: held[area] })).toEqual({
      data: { recordExtendedData: { extendedData: { data: held[area], schemaVersion: 1, version: 0 } } },
    });
  }
});
afterAll(() => sample[Symbol.asyncDispose]());

const fields = 'extendedData { data }';

/** Ways to the resident's extended data; what a path cannot reach for somebody, it answers without. */
const paths: Readonly<Record<string, string>> = {
  'by id': `{ person(id: "${residentId}") { id ${fields} } }`,
  'among several': `{ persons(ids: ["${residentId}"]) { ${fields} } }`,
  'under an alias and in a fragment': `query { a: person(id: "${residentId}") { ...F } } fragment F on Person { note: extendedData { title: data } }`,
  'from a contact detail': `{ contactDetails(targetId: "${residentId}") { person { ${fields} } } }`,
  'from a hit of search': `{ searchPersons(searchText: "${surname}") { results { person { ${fields} } } } }`,
  'from those found': `{ findPersons(filter: { surname: "${surname}" }) { edges { node { ${fields} } } } }`,
  'from possible duplicates': `{ possibleDuplicates(input: { surname: "${surname}" }) { person { ${fields} } } }`,
  'from the history of changes': `{ changeHistory(targetType: PERSON, targetId: "${residentId}") { edges { node { area fields { field before after } } } } }`,
  'from an amended person': `mutation { amendPerson(input: { id: "${residentId}", expectedVersion: 0 }) { person { ${fields} } } }`,
};

const textsIn = (answer: Answer): readonly string[] => words.filter((word) => JSON.stringify(answer).includes(word));

describe('extended data of an area (access-model.md section 8, T4)', () => {
  test.each(askers)('is seen by nobody else by any path: $persona $area', async ({ sees, ...asker }) => {
    const allowed = sees === null ? [] : [held[sees].note];
    const seen: string[] = [];
    for (const [title, query] of Object.entries(paths)) {
      const found = textsIn(await sample.ask(asker, query));
      expect([title, found.filter((word) => !allowed.includes(word as never))]).toEqual([title, []]);
      if (found.length > 0) seen.push(title);
    }
    // Those who see it see it by every path that they may walk, and the first of them everybody may.
    expect(seen.slice(0, 3)).toEqual(sees === null ? [] : Object.keys(paths).slice(0, 3));
  });

  test('is the whole object, whatever is inside', async () => {
    expect(await sample.ask({ persona: 'social-care-officer' }, `{ person(id: "${residentId}") { ${fields} } }`)).toEqual({
      data: { person: { extendedData: { data: held['social-care'] } } },
    });
  });

  test('is absent for an area that holds nothing as for a person of whom nothing is held', async () => {
    const ask = (persona: string, id: string | undefined) => sample.ask({ persona }, `{ person(id: "${id}") { ${fields} } }`);
    const nothing = { data: { person: { extendedData: null } } };
    expect(await ask('benefits-officer', residentId)).toEqual(nothing);
    expect(await ask('benefits-officer', sample.personIds[1])).toEqual(nothing);
    expect(await ask('housing-officer', sample.personIds[1])).toEqual(nothing);
  });

  test.each(['resident', 'support-analyst', 'information-governance', 'nobody'])('is refused to %s by rule P7', async (persona) => {
    const { data, errors } = await sample.ask({ persona }, `{ person(id: "${residentId}") { ${fields} } }`);
    expect(JSON.stringify(data)).not.toContain('note');
    expect(errors?.map(({ extensions }) => extensions?.['ruleId'])).toContain(persona === 'resident' ? 'P7' : 'P1');
  });

  test('is not shown while the look cannot be put on record', async () => {
    isAuditDown = true;
    const { data, errors } = await sample.ask({ persona: 'housing-officer' }, `{ person(id: "${residentId}") { forename ${fields} } }`);
    isAuditDown = false;
    expect(data).toEqual({ person: { forename: 'Imogen', extendedData: null } });
    expect(errors).toMatchObject([{ path: ['person', 'extendedData'], extensions: { code: 'AUDIT_UNAVAILABLE', retryable: true } }]);
  });

  test('is not found by search, and is no part of the person', async () => {
    for (const word of words) {
      expect(await sample.ask({ persona: 'housing-officer' }, `{ searchPersons(searchText: "${word}") { total } }`)).toEqual({
        data: { searchPersons: { total: 0 } },
      });
    }
    expect(await sample.ask({ persona: 'housing-officer' }, `{ person(id: "${residentId}") { version } }`)).toEqual({
      data: { person: { version: 0 } },
    });
  });

  test('is written for the own area only, and a refusal tells nothing of what others hold', async () => {
    for (const persona of ['benefits-officer', 'resident', 'information-governance', 'support-analyst']) {
      const { errors } = await sample.ask({ persona }, record, { data: {} });
      expect([persona, errors?.[0]?.extensions]).toEqual([persona, { code: 'FORBIDDEN', ruleId: 'P8' }]);
    }
    const conflict = await sample.ask({ persona: 'housing-officer' }, record, { data: { note: 'words' }, expectedVersion: 9 });
    expect(conflict.errors?.[0]?.extensions).toEqual({ code: 'VERSION_CONFLICT', expectedVersion: 9, currentVersion: 0 });
    const wrong = await sample.ask({ persona: 'housing-officer' }, record, { data: { marzipan: 'marzipan' }, expectedVersion: 0 });
    expect(wrong.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'input.data', code: 'INVALID_VALUE', message: 'Expected only properties that the schema of the area has.' }],
    });
    expect(JSON.stringify([conflict, wrong])).not.toMatch(/marzipan|words|marshmallow|peppercorn/u);
  });

  test.each([9, 1_000])('of %i levels is refused like any other wrong input', async (levels) => {
    const note = `${'{ "note": '.repeat(levels)}1${'}'.repeat(levels)}`;
    const answer = await sample.ask({ persona: 'housing-officer' }, record, { data: JSON.parse(note), expectedVersion: 0 });
    expect(answer.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'input.data', code: 'TOO_LONG', message: 'Expected at most 8 levels.' }],
    });
  });

  test.each([
    ['housing', ['person:read'], 'housing'],
    ['social-care', ['person:read'], 'social-care'],
    ['benefits', ['person:read'], null],
    ['housing', ['contact:read'], null],
    [null, [], null],
  ] as const)('is shown by the subgraph itself to its area alone: %s with %j', async (actingArea, roles, sees) => {
    const { subject } = signedCallOf({ actingArea, roles });
    const answer = await sample.platform.handlers.person.execute(
      {
        query: 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { extendedData { data } } } }',
        variables: { of: [{ __typename: 'Person', id: residentId }] },
      },
      { identityToken: await sample.platform.signer.sign(subject, 'person'), correlationId: 'c-1' },
    );
    expect(textsIn(answer as Answer)).toEqual(sees === null ? [] : [held[sees].note]);
  });
});
