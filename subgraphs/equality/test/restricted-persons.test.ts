import { createLogger, type InternalIdentity } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createEqualitySubgraph } from '../src/create-equality-subgraph.ts';

type Subject = InternalIdentity['subject'];

const officerOf = (change: Partial<Subject>): Subject =>
  signedCallOf({ roles: ['person:read', 'equality:read', 'equality:maintain', 'contact:read', 'identity:read'], ...change }).subject;
const inside = officerOf({ actingArea: 'social-care' });
const outside = officerOf({ actingArea: 'housing' });
const adjuster = officerOf({ actingArea: 'housing', roles: ['person:read', 'contact:read'] });
const residentOf = (personId: string): Subject => signedCallOf({ kind: 'resident', actingArea: null, roles: [], personId }).subject;

const compartment = [{ area: 'social-care', role: 'contact:read' }];

/** The subgraph with the records of p1, restricted to social care, and of p2; contact-details can stop to answer. */
const stage = async () => {
  let subject = inside;
  let isDown = false;
  const { handler } = await createEqualitySubgraph({
    database: openEmbeddedDatabase(),
    verifier: { verify: async () => ({ issuer: 'gateway', subject, expiresAt: Number.MAX_SAFE_INTEGER }) },
    person: { call: async () => ({ existing: ['p1', 'p2'] }) },
    contactDetails: {
      call: async (_action, input) => {
        if (isDown) throw new Error('contact-details does not answer now.');
        const { personIds } = input as { readonly personIds: readonly string[] };
        return { restrictions: personIds.filter((id) => id === 'p1').map((personId) => ({ personId, version: 1, compartment })) };
      },
    },
    lookupSecret: new Uint8Array(32),
    reportSuppressBelow: 10,
    subscribers: [],
    leaseHolder: 'test',
    logger: createLogger({ service: 'equality', level: 'silent' }),
  });
  const ask = (as: Subject, query: string, variables = {}) => {
    subject = as;
    return handler.execute({ query, variables }, { identityToken: 'signed', correlationId: 'correlation-1' });
  };
  const record = async (targetId: string): Promise<string> => {
    const answers = { disabled: 'YES', nationalInsuranceNumber: 'AB123456C', languages: [{ language: 'en', isPrimary: true }] };
    const mutation = `mutation ($input: RecordEqualityInformationInput!) {
      recordEqualityInformation(input: $input) { equalityInformation { id } }
    }`;
    const answer = await ask(inside, mutation, { input: { targetId, answers } });
    return (answer.data as { recordEqualityInformation: { equalityInformation: { id: string } } }).recordEqualityInformation
      .equalityInformation.id;
  };
  const ids = { p1: await record('p1'), p2: await record('p2') };
  const loseContactDetails = (): void => {
    isDown = true;
  };
  return { ask, ids, loseContactDetails };
};

const adjustments = '{ languages { language } communicationRequirements }';
const paths: readonly [string, (ids: { readonly p1: string }, fields: string) => string][] = [
  ['by id', ({ p1 }, fields) => `{ shown: equalityInformation(id: "${p1}") ${fields} }`],
  ['by target', (_ids, fields) => `{ shown: equalityInformationByTarget(targetId: "p1") ${fields} }`],
  [
    'as an entity',
    ({ p1 }, fields) =>
      `{ shown: _entities(representations: [{ __typename: "EqualityInformation", id: "${p1}" }]) { ... on EqualityInformation ${fields} } }`,
  ],
  [
    'on the person',
    (_ids, fields) =>
      `{ shown: _entities(representations: [{ __typename: "Person", id: "p1" }]) { ... on Person { equalityInformation ${fields} } } }`,
  ],
];

const unwrap = (shown: unknown): unknown => {
  const first: unknown = Array.isArray(shown) ? shown[0] : shown;
  return typeof first === 'object' && first !== null && 'equalityInformation' in first ? first.equalityInformation : first;
};

describe('the equality record of a restricted person (access-model.md section 5)', () => {
  it.each(paths)('is as absent outside the compartment as where there is none, and shown inside: %s', async (_title, queryOf) => {
    const { ask, ids } = await stage();
    const monitoring = '{ disabled nationalInsuranceNumber { value } }';
    for (const [subject, fields] of [
      [outside, monitoring],
      [outside, adjustments],
      [adjuster, adjustments],
      [residentOf('p2'), monitoring],
    ] as const) {
      const answer = await ask(subject, queryOf(ids, fields));
      expect(answer.errors).toBeUndefined();
      expect(unwrap(answer.data?.['shown'])).toBeNull();
      expect(answer.extensions?.['disclosures']).toBeUndefined();
    }
    for (const subject of [inside, residentOf('p1')]) {
      expect(unwrap((await ask(subject, queryOf(ids, monitoring))).data?.['shown'])).toMatchObject({ disabled: 'YES' });
    }
  });

  it.each(paths)('is STORE_UNAVAILABLE while nobody can tell who is restricted, but to the resident: %s', async (_title, queryOf) => {
    const { ask, ids, loseContactDetails } = await stage();
    loseContactDetails();
    const answer = await ask(inside, queryOf(ids, adjustments));
    expect(answer.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['STORE_UNAVAILABLE']);
    expect(unwrap(answer.data?.['shown']) ?? null).toBeNull();
    expect(unwrap((await ask(residentOf('p1'), queryOf(ids, adjustments))).data?.['shown'])).toMatchObject({
      languages: [{ language: 'en' }],
    });
  });

  it('leaves those of others open', async () => {
    const { ask } = await stage();
    const answer = await ask(
      outside,
      '{ one: equalityInformationByTarget(targetId: "p1") { disabled } other: equalityInformationByTarget(targetId: "p2") { disabled } }',
    );
    expect(answer.data).toEqual({ one: null, other: { disabled: 'YES' } });
  });
});
