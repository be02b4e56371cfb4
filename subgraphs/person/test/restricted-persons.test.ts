import { applyRestrictionsAction, type InternalIdentity, workerSubject } from '@resident-graph/service-kit';
import { failureOf, officerSample, openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { createPersonSubgraph } from '../src/create-person-subgraph.ts';
import { PersonStore } from '../src/store/person-store.ts';
import { createPersonStage } from './person-stage.ts';
import { silentParts } from './silent-parts.ts';

const credentials = { identityToken: 'signed', correlationId: 'correlation-1' };
const officer: InternalIdentity = { issuer: 'gateway', subject: officerSample, expiresAt: Number.MAX_SAFE_INTEGER };
const workerOf = (issuer: 'contact-details' | 'search'): InternalIdentity => ({ ...officer, issuer, subject: workerSubject(issuer) });

/** The subgraph with one person, whom everybody may amend. */
const openSubgraph = async () => {
  let identity = officer;
  const database = openEmbeddedDatabase();
  const { handler } = await createPersonSubgraph({
    database,
    verifier: { verify: async () => identity },
    ...silentParts,
  });
  const { operations } = await createPersonStage(await PersonStore.open(database));
  const input = {
    forename: 'Imogen',
    surname: 'Quill',
    title: 'MX',
    dateOfBirth: '1980-01-01',
    personTypes: ['TENANT'],
    reason: 'Invented.',
  } as const;
  const { id } = await operations.createPerson(input, signedCallOf());
  const disclosuresOf = async (query: string): Promise<unknown> => {
    identity = officer;
    return (await handler.execute({ query, variables: { id } }, credentials)).extensions?.['disclosures'];
  };
  const tell = (issuer: 'contact-details' | 'search', version: number, isRestricted: boolean): Promise<unknown> => {
    identity = workerOf(issuer);
    return handler.callWorkerAction(applyRestrictionsAction, { restrictions: [{ personId: id, version, isRestricted }] }, credentials);
  };
  return { id, disclosuresOf, tell };
};

describe('a restricted person (access-model.md section 11)', () => {
  it.each([
    ['by id', 'query ($id: ID!) { person(id: $id) { forename } }'],
    ['among several', 'query ($id: ID!) { persons(ids: [$id]) { forename } }'],
    ['amended', 'mutation ($id: ID!) { amendPerson(input: { id: $id, expectedVersion: 0, surname: "Vane" }) { person { surname } } }'],
  ])('is on record when shown: %s', async (_title, query) => {
    const { id, disclosuresOf, tell } = await openSubgraph();
    expect(await tell('contact-details', 1, true)).toEqual({ applied: true });
    expect(await disclosuresOf(query)).toEqual([{ action: 'person.read-restricted', personIds: [id], resourceIds: [id] }]);
  });

  it('is not on record before, nor once the restriction is lifted', async () => {
    const { disclosuresOf, tell } = await openSubgraph();
    const query = 'query ($id: ID!) { person(id: $id) { forename } }';
    expect(await disclosuresOf(query)).toBeUndefined();
    await tell('contact-details', 2, false);
    await tell('contact-details', 1, true);
    expect(await disclosuresOf(query)).toBeUndefined();
  });

  it('is told of by contact-details alone', async () => {
    const { tell } = await openSubgraph();
    expect(await failureOf(tell('search', 1, true))).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'not-entitled' } });
  });
});
