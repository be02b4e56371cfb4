import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Subject } from '@resident-graph/policy';
import { type SubgraphName, subgraphNames } from '@resident-graph/schema';
import { createLogger, createServiceKeyRing, type ServiceKeyRing, serveSubgraph, workerSubject } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenSubgraphs, openSubgraphs, writeToken } from './open-subgraphs.ts';

const at = Date.UTC(2026, 2, 10, 9, 30);
let now = at;
let subgraphs: OpenSubgraphs;
let foreignRing: ServiceKeyRing;

beforeAll(async () => {
  subgraphs = await openSubgraphs(() => now);
  foreignRing = await createServiceKeyRing();
});
afterAll(() => subgraphs[Symbol.asyncDispose]());

const officer: Subject = { ...officerSample, roles: [...officerSample.roles, 'equality:read', 'equality:maintain'] };

const service = '{ _service { sdl } }';
const entities = (type: string): string => `{ _entities(representations: [{ __typename: "${type}", id: "p-1" }]) { __typename } }`;

/** What can be asked of each subgraph past the gateway. */
const questions: Readonly<Record<SubgraphName, readonly string[]>> = {
  person: [
    service,
    entities('Person'),
    '{ person(id: "p-1") { id surname } }',
    'mutation { createPerson(input: { forename: "A", surname: "B", title: MS, dateOfBirth: "1980-01-01", personTypes: [TENANT], reason: "r" }) { person { id } } }',
  ],
  'contact-details': [
    service,
    entities('Person'),
    entities('ContactDetail'),
    entities('Organisation'),
    '{ consents(personId: "p-1") { id } }',
    '{ findByContact(type: PHONE, value: "020 7946 0123") { id } }',
    '{ legacyTriage { totalCount } }',
    '{ findOrganisations(name: "Firm") { id } }',
    '{ serviceAreas { code } }',
    'mutation { revokeConsent(input: { id: "c-1" }) { consents { id } } }',
    '{ contactDetails(targetId: "p-1") { id accessAttributes } }',
    'mutation { retireContactDetail(input: { id: "d-1" }) { contactDetail { id } } }',
  ],
  equality: [service, entities('Person'), entities('EqualityInformation'), '{ equalityInformationByTarget(targetId: "p-1") { ageGroup } }'],
  search: [service, '{ searchPersons(searchText: "Quill") { total } }', '{ __typename }', '{ __schema { queryType { name } } }'],
};

const all = subgraphNames.flatMap((name) => questions[name].map((query) => [name, query] as const));
const other = (name: SubgraphName): SubgraphName => (name === 'person' ? 'search' : 'person');

interface Refused {
  readonly title: string;
  readonly token: (name: SubgraphName) => string | undefined;
  readonly message: string;
  readonly reason: string;
  /** The clock of the call; the token was written at `at`. */
  readonly askedAt?: number;
}

const gatewayToken = (name: SubgraphName, changes: Partial<Parameters<typeof writeToken>[0]> = {}): string =>
  writeToken({ key: subgraphs.ring.keys.gateway, audience: name, subject: officer, issuedAt: at, ...changes });

const invalid = { message: 'The signature of the call is not valid for this service now.', reason: 'invalid' };
const notItsOwn = { message: 'A subgraph signs for its own worker only.', reason: 'not-entitled' };
const notTheOwner = { message: 'The issuer is not the owner of the key.', reason: 'not-entitled' };
const untrusted = { message: 'The call is signed with a key that is not trusted.', reason: 'unknown-key' };

const refusals: readonly Refused[] = [
  { title: 'no token', token: () => undefined, message: 'The call is not signed.', reason: 'missing' },
  { title: 'an empty token', token: () => '', message: 'The call is not signed.', reason: 'missing' },
  { title: 'text that is no token', token: () => 'a.b.c', ...invalid },
  { title: 'a token of a forged key', token: (name) => gatewayToken(name, { key: foreignRing.keys.gateway }), ...invalid },
  { title: 'a token of an unknown key id', token: (name) => gatewayToken(name, { kid: 'back-door' }), ...untrusted },
  {
    title: 'a token without a signature',
    token: (name) =>
      `${Buffer.from(JSON.stringify({ alg: 'none', kid: 'gateway' })).toString('base64url')}.${gatewayToken(name).split('.')[1]}.`,
    ...invalid,
  },
  {
    title: 'a token with another payload',
    token: (name) => gatewayToken(name).replace(/\.[^.]+\./u, `.${gatewayToken(name, { issuedAt: at + 1_000 }).split('.')[1]}.`),
    ...invalid,
  },
  { title: 'an expired token', token: (name) => gatewayToken(name), askedAt: at + 66_000, ...invalid },
  {
    title: 'a token that claims a long life',
    token: (name) => gatewayToken(name, { lifetimeSeconds: 86_400 }),
    askedAt: at + 66_000,
    ...invalid,
  },
  { title: 'a token of the future', token: (name) => gatewayToken(name, { issuedAt: at + 60_000 }), ...invalid },
  { title: 'a token for another subgraph', token: (name) => gatewayToken(name, { audience: other(name) }), ...invalid },
  {
    title: 'a token of an older policy revision',
    token: (name) => gatewayToken(name, { revision: '2020-01-01.1' }),
    message: 'The caller was admitted under other rules than those in force here.',
    reason: 'policy-revision',
  },
  {
    title: "a worker's key that speaks for an officer",
    token: (name) => gatewayToken(name, { key: subgraphs.ring.keys[other(name)] }),
    ...notItsOwn,
  },
  {
    title: "a worker's key that speaks for another worker",
    token: (name) => gatewayToken(name, { key: subgraphs.ring.keys[other(name)], subject: workerSubject('equality') }),
    ...notItsOwn,
  },
  {
    title: "a worker's key that calls itself the gateway",
    token: (name) => gatewayToken(name, { key: subgraphs.ring.keys[other(name)], issuer: 'gateway' }),
    ...notTheOwner,
  },
];

const execute = (name: SubgraphName, query: string, identityToken: string | undefined) =>
  subgraphs.handlers[name].execute({ query }, { identityToken, correlationId: 'c-1' });

describe.each(refusals)('a direct call with $title', ({ token, message, reason, askedAt = at }) => {
  test.each(all)('is refused by %s: %s', async (name, query) => {
    now = askedAt;
    expect(await execute(name, query, token(name))).toEqual({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED', reason } }] });
  });
});

describe('a direct call of the worker of another subgraph, rightly signed', () => {
  test.each(all.filter(([, query]) => !/__schema|^\{ __typename/u.test(query)))('is FORBIDDEN by %s: %s', async (name, query) => {
    now = at;
    const from = other(name);
    const token = writeToken({ key: subgraphs.ring.keys[from], audience: name, subject: workerSubject(from), issuedAt: at });
    const { data, errors } = await execute(name, query, token);
    expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    expect(errors).toMatchObject([{ message: 'Not allowed.', extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a call of the gateway', () => {
  test.each(subgraphNames)('is answered by %s', async (name) => {
    now = at;
    const { data, errors } = await execute(name, service, gatewayToken(name));
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('type Query');
  });

  test('that is a moment late or early is answered: clocks differ by up to 5 s', async () => {
    now = at + 64_000;
    expect((await execute('person', service, gatewayToken('person'))).errors).toBeUndefined();
    now = at - 5_000;
    expect((await execute('person', service, gatewayToken('person', { lifetimeSeconds: 61 }))).errors).toBeUndefined();
  });

  test('counts anew after it has expired, though it was verified before', async () => {
    const token = gatewayToken('equality', { lifetimeSeconds: 59 });
    now = at;
    expect((await execute('equality', service, token)).errors).toBeUndefined();
    now = at + 66_000;
    expect((await execute('equality', service, token)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

const findFreePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    probe.close(() => resolve());
  });
  return port;
};

describe('over HTTP', () => {
  let url: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const port = await findFreePort();
    const served = serveSubgraph(subgraphs.handlers['contact-details'], {
      port,
      host: '127.0.0.1',
      logger: createLogger({ service: 'contact-details', level: 'silent' }),
      background: { start: async () => undefined, stop: async () => undefined },
    });
    await served.start();
    url = `http://127.0.0.1:${port}`;
    stop = () => served.stop();
  });
  afterAll(() => stop());

  const post = async (path: string, token: string | undefined, body: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  describe.each(refusals.filter(({ token }) => token !== undefined))('a direct call with $title', ({ token, message, askedAt = at }) => {
    test.each(questions['contact-details'])('is refused: %s', async (query) => {
      now = askedAt;
      const { status, body } = await post('/graphql', token('contact-details'), { query });
      expect(status).toBe(401);
      expect(body).toMatchObject({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(body).not.toHaveProperty('data');
    });

    test('is refused as a worker action', async () => {
      now = askedAt;
      const { status, body } = await post('/internal/persons.exist', token('contact-details'), { ids: [] });
      expect(status).toBe(401);
      expect(body).toMatchObject({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
    });
  });

  test('a call of the gateway is answered', async () => {
    now = at;
    expect(await post('/graphql', gatewayToken('contact-details'), { query: '{ contactDetails(targetId: "p-1") { id } }' })).toEqual({
      status: 200,
      body: { data: { contactDetails: [] } },
    });
  });

  test('health is open to everybody and tells nothing else', async () => {
    const response = await fetch(`${url}/health/ready`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });
});
