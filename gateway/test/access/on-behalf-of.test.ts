import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SubgraphClient } from '../../src/planning/subgraph-data-source.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

const signed: string[] = [];
/** A person subgraph that keeps the identity it was called with. */
const person: SubgraphClient = {
  execute: async (_request, { identityToken }) => {
    signed.push(identityToken ?? '');
    return { data: { person: { id: 'p-1', forename: 'Imogen' } } };
  },
};

let started: TestGateway;
beforeAll(async () => {
  started = await startGateway({ clients: { person } });
  await started.gateway.start();
});
beforeEach(() => {
  signed.length = 0;
  started.forget();
});
afterAll(() => started[Symbol.asyncDispose]());

const tokenOf = async (persona: string): Promise<string> => (await started.gateway.developmentIssuer?.issueToken(persona)) ?? '';

const ask = async (persona: string, userToken: string): Promise<Response> =>
  fetch(`${started.gateway.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(persona)}`, 'x-on-behalf-of': userToken },
    body: JSON.stringify({ query: '{ person(id: "p-1") { forename } }' }),
  });

test('a subgraph is told for whom a service calls', async () => {
  const response = await ask('repairs-service', await tokenOf('repairs-service'));
  expect(await response.json()).toEqual({ data: { person: { forename: 'Imogen' } } });
  const who = { kind: 'service', actingArea: 'repairs', roles: ['contact:read', 'person:read', 'tenancy:read'], personId: null };
  expect(signed.map((token) => decodeJwt(token))).toMatchObject([
    { sub: 'persona-repairs-service', subject: { ...who, onBehalfOf: { id: 'persona-repairs-service', ...who, onBehalfOf: null } } },
  ]);
});

test('for a user who has no role in the area of the service no subgraph is asked', async () => {
  const response = await ask('repairs-service', await tokenOf('housing-officer'));
  expect(await response.json()).toMatchObject({ data: { person: null }, errors: [{ extensions: { code: 'FORBIDDEN', ruleId: 'P1' } }] });
  expect(signed).toEqual([]);
});

test.each([
  ['an officer with the header', 'housing-officer', 'resident', 403, { code: 'FORBIDDEN', ruleId: 'A5' }],
  ['a service with a token that is none', 'repairs-service', undefined, 401, { code: 'UNAUTHENTICATED', reason: 'invalid' }],
])('%s is refused and no subgraph asked; the answer and the log repeat no token', async (_title, persona, user, status, extensions) => {
  const userToken = user === undefined ? 'header.payload.signature' : await tokenOf(user);
  const response = await ask(persona, userToken);
  const text = await response.text();
  expect([response.status, JSON.parse(text)]).toMatchObject([status, { errors: [{ extensions }] }]);
  expect(text + JSON.stringify(started.logged)).not.toContain(userToken);
  expect(signed).toEqual([]);
});

test('a page of another origin that is allowed may send the header', async () => {
  const { status, headers } = await fetch(`${started.gateway.url()}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://studio.apollographql.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-on-behalf-of',
    },
  });
  expect([status, headers.get('access-control-allow-headers')]).toEqual([204, 'authorization,content-type,x-on-behalf-of']);
});
