import { findPersonsBySourceAction, type InternalIdentity, workerSubject } from '@resident-graph/service-kit';
import { failureOf, officerSample, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createPersonSubgraph } from '../src/create-person-subgraph.ts';
import { silentParts } from './silent-parts.ts';

type Issuer = InternalIdentity['issuer'];

const importer = { ...officerSample, id: 'ingest-service', kind: 'service', actingArea: null, roles: ['ingest:persons'] } as const;
const credentials = { identityToken: 'signed', correlationId: 'correlation-1' };

/** The subgraph with two persons of one source system. */
const stage = async () => {
  let identity: InternalIdentity = { issuer: 'gateway', subject: importer, expiresAt: Number.MAX_SAFE_INTEGER };
  const { handler } = await createPersonSubgraph({
    database: openEmbeddedDatabase(),
    verifier: { verify: async () => identity },
    ...silentParts,
  });
  const query = 'mutation ($input: IngestPersonsInput!) { ingestPersons(input: $input) { results { id } } }';
  const input = { sourceSystem: 'register', items: ['1', 'a/2'].map((sourceId) => ({ sourceId, surname: 'Quill' })) };
  const { data } = await handler.execute({ query, variables: { input } }, credentials);
  const { results } = (data as { ingestPersons: { results: readonly { id: string }[] } }).ingestPersons;
  const find = (issuer: 'equality' | 'contact-details' | 'search', asked: object): Promise<unknown> => {
    identity = { ...identity, issuer: issuer satisfies Issuer, subject: workerSubject(issuer) };
    return handler.callWorkerAction(findPersonsBySourceAction, asked, credentials);
  };
  return { find, ids: results.map(({ id }) => id) };
};

describe('persons by the source that brought them in', () => {
  it('are told to equality, in the order of the question, and nothing of others', async () => {
    const { find, ids } = await stage();
    expect(await find('equality', { sourceSystem: 'register', sourceIds: ['a/2', '3', '1'] })).toEqual({
      found: [
        { sourceId: 'a/2', id: ids[1] },
        { sourceId: '1', id: ids[0] },
      ],
    });
    expect(await find('equality', { sourceSystem: 'other', sourceIds: ['1'] })).toEqual({ found: [] });
  });

  it.each(['contact-details', 'search'] as const)('are not told to %s', async (issuer) => {
    const { find } = await stage();
    const refused = await failureOf(find(issuer, { sourceSystem: 'register', sourceIds: ['1'] }));
    expect(refused).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'not-entitled' } });
  });
});
