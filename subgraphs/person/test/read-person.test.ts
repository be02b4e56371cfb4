import type { InternalIdentity } from '@resident-graph/service-kit';
import { officerSample, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createPersonSubgraph } from '../src/create-person-subgraph.ts';
import { silentParts } from './silent-parts.ts';

const identity: InternalIdentity = { issuer: 'gateway', subject: officerSample, expiresAt: Number.MAX_SAFE_INTEGER };
const input = {
  ...{ title: 'MS', forename: 'Imogen', surname: 'Quill', dateOfBirth: '1996-03-10' },
  ...{ personTypes: ['TENANT'], reason: 'Invented.' },
};

const stage = async () => {
  const { handler } = await createPersonSubgraph({
    database: openEmbeddedDatabase(),
    verifier: { verify: async () => identity },
    ...silentParts,
    now: () => Date.parse('2026-03-10T09:00:00.000Z'),
  });
  return async (query: string, variables = {}) => handler.execute({ query, variables }, { identityToken: 'signed', correlationId: 'c' });
};

describe('a person that is read (domain-write.md 2.3, 2.5)', () => {
  it('has a version, no links where nothing is linked, and is no minor at thirty', async () => {
    const ask = await stage();
    const made = await ask('mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }', { input });
    const { id } = (made.data as { createPerson: { person: { id: string } } }).createPerson.person;
    expect(await ask('query ($id: ID!) { person(id: $id) { dateOfBirth version isAMinor links { rel } } }', { id })).toEqual({
      data: { person: { dateOfBirth: '1996-03-10', version: 0, isAMinor: false, links: [] } },
    });
  });

  it.each([
    ['unknown', '6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02'],
    ['malformed', 'TWVoZGlLaW1ha2hlCg=='],
    ['empty', ''],
    ['of zeros', '00000000-0000-0000-0000-000000000000'],
  ])('is null for an id that is %s', async (_title, id) => {
    const ask = await stage();
    expect(await ask('query ($id: ID!) { person(id: $id) { id } persons(ids: [$id]) { id } }', { id })).toEqual({
      data: { person: null, persons: [null] },
    });
  });

  it.each(['6f2f1c52-8f0b-4a57-9c1e-2d7d3a5b9e02', 'TWVoZGlLaW1ha2hlCg=='])('and changed is NOT_FOUND for %s', async (id) => {
    const ask = await stage();
    const answer = await ask('mutation ($id: ID!) { amendPerson(input: { id: $id, expectedVersion: 0 }) { person { id } } }', { id });
    expect(answer.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['NOT_FOUND']);
  });
});
