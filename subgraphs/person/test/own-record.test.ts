import type { Subject } from '@resident-graph/policy';
import { createLogger, createSubgraphHandler } from '@resident-graph/service-kit';
import { officerSample, openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, test } from 'vitest';
import { createPersonSubgraph } from '../src/create-person-subgraph.ts';
import { lock } from '../src/lock.ts';
import { PersonStore } from '../src/store/person-store.ts';
import { createPersonStage } from './person-stage.ts';
import { silentParts } from './silent-parts.ts';

const silent = createLogger({ service: 'person', level: 'silent' });
const resident: Subject = {
  ...officerSample,
  id: 'resident-1',
  kind: 'resident',
  roles: [],
  actingArea: null,
  purpose: 'RESIDENT_REQUEST',
};
const service: Subject = { ...officerSample, kind: 'service' };

const absent = '00000000-0000-4000-8000-000000000000';

/** The subgraph with two persons, of whom Imogen is the resident. */
const openSubgraph = async () => {
  let reader: Subject = officerSample;
  const database = openEmbeddedDatabase();
  const { handler } = await createPersonSubgraph({
    database,
    verifier: { verify: async () => ({ issuer: 'gateway', subject: reader, expiresAt: Number.MAX_SAFE_INTEGER }) },
    ...silentParts,
  });
  const { operations } = await createPersonStage(await PersonStore.open(database));
  const ids: string[] = [];
  for (const forename of ['Imogen', 'Rufus']) {
    const input = {
      forename,
      surname: 'Quill',
      title: 'MX',
      dateOfBirth: '1980-01-01',
      personTypes: ['TENANT'],
      reason: 'Invented.',
    } as const;
    ids.push((await operations.createPerson(input, signedCallOf())).id);
  }
  const ask = async (as: (personId: string) => Subject, query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    reader = as(ids[0] ?? '');
    return JSON.parse(JSON.stringify(await handler.execute({ query, variables }, { identityToken: 'signed', correlationId: 'c-1' })));
  };
  return { ask, ids };
};

const own = (personId: string): Subject => ({ ...resident, personId });
const onBehalf = (personId: string): Subject => ({ ...service, onBehalfOf: own(personId) });
const names = ['Imogen', 'Rufus'].map((forename) => ({ forename }));
const readers: readonly (readonly [string, (personId: string) => Subject, readonly (object | null)[]])[] = [
  ['an officer finds everybody', () => officerSample, names],
  ['a resident finds the own record', own, [{ forename: 'Imogen' }, null]],
  ['a service on behalf of a resident finds the record of the resident', onBehalf, [{ forename: 'Imogen' }, null]],
];

describe('records', () => {
  test.each(readers)('%s by id, as if there were no other', async (_title, subject, expected) => {
    const { ask, ids } = await openSubgraph();
    for (const [index, id] of ids.entries()) {
      expect(await ask(subject, 'query ($id: ID!) { person(id: $id) { forename } }', { id })).toEqual({
        data: { person: expected[index] },
      });
    }
    expect(await ask(subject, 'query ($id: ID!) { person(id: $id) { forename } }', { id: absent })).toEqual({ data: { person: null } });
  });

  test.each(readers)('%s among several', async (_title, subject, expected) => {
    const { ask, ids } = await openSubgraph();
    expect(await ask(subject, 'query ($ids: [ID!]!) { persons(ids: $ids) { forename } }', { ids: [...ids, absent] })).toEqual({
      data: { persons: [...expected, null] },
    });
  });

  test.each(readers)('%s as entities', async (_title, subject, expected) => {
    const { ask, ids } = await openSubgraph();
    const query = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { forename } } }';
    const representations = [...ids, absent].map((id) => ({ __typename: 'Person', id }));
    expect(await ask(subject, query, { representations })).toEqual({ data: { _entities: [...expected, null] } });
  });
});

describe('the second lock', () => {
  const leak = async (subject: Subject, query: string) => {
    const leaking = createSubgraphHandler({
      name: 'person',
      resolvers: { Query: { person: () => ({ id: 'p-2', forename: 'Rufus' }) } },
      lock,
      createContext: (signed) => signed,
      workerActions: {},
      verifier: { verify: async () => ({ issuer: 'gateway', subject, expiresAt: 0 }) },
      logger: silent,
      checkHealth: async () => undefined,
    });
    return leaking.execute({ query }, { identityToken: 'signed', correlationId: 'c-1' });
  };

  test.each([
    ['a resident', own],
    ['a service on behalf of a resident', onBehalf],
  ])('keeps a record that a defect would show from %s', async (_title, subject) => {
    expect(await leak(subject('p-1'), '{ person(id: "p") { forename } }')).toMatchObject({
      data: { person: { forename: null } },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'readable-record' } }],
    });
    expect(await leak(subject('p-1'), '{ person(id: "p") { id } }')).toMatchObject({
      data: { person: null },
      errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'own-record' } }],
    });
  });

  test('lets an officer through', async () => {
    expect(await leak(officerSample, '{ person(id: "p") { id forename } }')).toMatchObject({
      data: { person: { id: 'p-2', forename: 'Rufus' } },
    });
  });
});
