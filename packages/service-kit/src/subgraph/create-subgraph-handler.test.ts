import { describe, expect, it } from 'vitest';
import { AuthorityError, InputError } from '../errors/service-error.ts';
import { dateScalar, dateTimeScalar } from '../graphql/scalars.ts';
import { createIdentitySigner, createIdentityVerifier, workerSubject } from '../identity/internal-identity.ts';
import { createServiceKeyRing } from '../identity/service-keys.ts';
import { createCollectingLogger } from '../testing/collecting-logger.ts';
import { failureOf } from '../testing/document-samples.ts';
import { officerSample } from '../testing/signed-call-sample.ts';
import { createSubgraphHandler } from './create-subgraph-handler.ts';
import { calledByGateway, mayDo } from './lock.ts';
import type { SignedCall } from './signed-call.ts';

const ring = await createServiceKeyRing();
const signer = createIdentitySigner(ring.keys.gateway);
const officer = await signer.sign(officerSample, 'person');
const reader = await signer.sign({ ...officerSample, roles: ['person:read'] }, 'person');
const elsewhere = await signer.sign(officerSample, 'search');
const worker = await createIdentitySigner(ring.keys.equality).sign(workerSubject('equality'), 'person');

const createHandler = () => {
  const { logger, lines } = createCollectingLogger();
  const calls: SignedCall[] = [];
  const note = <Result>(call: SignedCall, result: Result): Result => {
    calls.push(call);
    return result;
  };
  const handler = createSubgraphHandler<SignedCall>({
    name: 'person',
    resolvers: {
      Date: dateScalar,
      DateTime: dateTimeScalar,
      Query: {
        person: (_parent: unknown, { id }: { id: string }, call: SignedCall) => {
          if (id === 'refused') throw new AuthorityError('FORBIDDEN', 'Only its owner may.', { ruleId: 'X1' });
          if (id === 'broken') throw new TypeError('canary@example.org');
          return note(call, { id, forename: 'Ann', dateOfBirth: '1980-01-01' });
        },
      },
      Mutation: { amendPerson: (_parent: unknown, _args: unknown, call: SignedCall) => note(call, { person: null }) },
    },
    lock: {
      Query: { _service: calledByGateway, _entities: calledByGateway, person: mayDo('person.read') },
      Mutation: { amendPerson: mayDo('person.write') },
      Person: calledByGateway,
      AmendPersonPayload: calledByGateway,
      _Service: calledByGateway,
    },
    createContext: (call) => call,
    workerActions: {
      echo: async (input, { issuer }) => ({ input, issuer }),
      refuse: () => Promise.reject(new InputError('NOT_FOUND', 'There is no such person.')),
    },
    verifier: createIdentityVerifier('person', ring.trusted),
    logger,
    checkHealth: () => Promise.resolve(),
  });
  const ask = (query: string, identityToken: string | undefined = officer, variables?: Record<string, unknown>) =>
    handler.execute({ query, variables }, { identityToken, correlationId: 'correlation-1' });
  return { handler, ask, lines, calls };
};

describe('a subgraph', () => {
  it('answers a signed call and tells its resolvers who asks', async () => {
    const { ask, calls } = createHandler();
    expect(await ask('{ person(id: "a") { id forename dateOfBirth } }')).toEqual({
      data: { person: { id: 'a', forename: 'Ann', dateOfBirth: '1980-01-01' } },
    });
    expect(calls).toMatchObject([{ subject: officerSample, correlationId: 'correlation-1', identity: { issuer: 'gateway' } }]);
  });

  it.each([
    '{ person(id: "a") { id } }',
    '{ _service { sdl } }',
    '{ _entities(representations: [{ __typename: "Person", id: "a" }]) { __typename } }',
    '{ __schema { types { name } } }',
    'mutation { amendPerson(input: { id: "a", expectedVersion: 0 }) { person { id } } }',
    'not graphql at all {',
  ])('answers nothing but UNAUTHENTICATED to an unsigned call of %s', async (query) => {
    const { handler, ask, calls } = createHandler();
    expect(await handler.execute({ query }, { identityToken: undefined, correlationId: '' })).toEqual({
      errors: [{ message: 'The call is not signed.', extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }],
    });
    expect(await ask(query, elsewhere)).toEqual({
      errors: [
        {
          message: 'The signature of the call is not valid for this service now.',
          extensions: { code: 'UNAUTHENTICATED', reason: 'invalid' },
        },
      ],
    });
    expect(calls).toEqual([]);
  });

  it("answers a worker's call of the graph with FORBIDDEN", async () => {
    const { ask, calls } = createHandler();
    expect(await ask('{ person(id: "a") { id } _service { sdl } }', worker)).toMatchObject({
      data: null,
      errors: [
        { path: ['person'], extensions: { code: 'FORBIDDEN', ruleId: 'P1' } },
        { path: ['_service'], extensions: { code: 'FORBIDDEN', ruleId: 'S1' } },
      ],
    });
    expect(calls).toEqual([]);
  });

  it('runs no mutation that is denied, and logs the denial as an alarm', async () => {
    const { ask, calls, lines } = createHandler();
    expect(await ask('mutation { amendPerson(input: { id: "a", expectedVersion: 0 }) { person { id } } }', reader)).toMatchObject({
      data: { amendPerson: null },
      errors: [{ message: 'Not allowed.', path: ['amendPerson'], extensions: { code: 'FORBIDDEN', ruleId: 'P2' } }],
    });
    expect(calls).toEqual([]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'error', alarm: 'second-lock', ruleId: 'P2', correlationId: 'correlation-1', path: ['amendPerson'] },
    ]);
  });

  it('hands on what an operation refuses, which is no alarm', async () => {
    const { ask, lines } = createHandler();
    expect(await ask('{ person(id: "refused") { id } }')).toMatchObject({
      data: { person: null },
      errors: [{ message: 'Only its owner may.', extensions: { code: 'FORBIDDEN', ruleId: 'X1' } }],
    });
    expect(lines).toEqual([]);
  });

  it('masks a defect and logs it with the correlation id, without its message', async () => {
    const { ask, lines } = createHandler();
    expect(await ask('{ person(id: "broken") { id } }')).toMatchObject({
      data: { person: null },
      errors: [{ path: ['person'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'correlation-1' } }],
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"correlationId":"correlation-1"');
    expect(lines[0]).toContain('"type":"TypeError"');
    expect(lines[0]).not.toContain('canary');
  });

  it.each([
    ['{ person(id: "a") { id', 'GRAPHQL_PARSE_FAILED'],
    ['', 'GRAPHQL_PARSE_FAILED'],
    [`{ ${'a '.repeat(60_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ person { id } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses a document that it cannot read or that does not fit', async (query, code) => {
    const { ask } = createHandler();
    for (const _again of [1, 2]) expect(await ask(query)).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('says which variable is wrong, without its value', async () => {
    const { ask, lines } = createHandler();
    const query = 'mutation ($input: AmendPersonInput!) { amendPerson(input: $input) { person { id } } }';
    const result = await ask(query, officer, { input: { id: 'a', expectedVersion: 0, dateOfBirth: '1980-02-30' } });
    expect(result).toEqual({
      errors: [
        {
          message: '1 problem in the input: Expected a date that exists, YYYY-MM-DD.',
          extensions: {
            code: 'BAD_USER_INPUT',
            problems: [{ path: 'input.dateOfBirth', code: 'INVALID_FORMAT', message: 'Expected a date that exists, YYYY-MM-DD.' }],
          },
        },
      ],
    });
    const misfit = { code: 'INVALID_VALUE', message: 'Expected a value that fits the schema.' };
    expect(await ask(query, officer, { input: { id: 'a', expectedVersion: 'canary', title: 'canary at "x"' } })).toMatchObject({
      errors: [
        {
          message: '2 problems in the input.',
          extensions: {
            code: 'BAD_USER_INPUT',
            problems: [
              { path: 'input.expectedVersion', ...misfit },
              { path: 'input.title', ...misfit },
            ],
          },
        },
      ],
    });
    expect(await ask(query, officer, {})).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ path: 'input', ...misfit }] } }],
    });
    expect(lines).toEqual([]);
  });
});

describe('a worker action', () => {
  const credentials = { identityToken: worker, correlationId: 'correlation-1' };

  it('is run for a signed worker and told who asks', async () => {
    expect(await createHandler().handler.callWorkerAction('echo', [1], credentials)).toEqual({ input: [1], issuer: 'equality' });
  });

  it.each(['nothing', 'toString', '__proto__'])('%s that does not exist is NOT_FOUND', async (action) => {
    expect(await failureOf(createHandler().handler.callWorkerAction(action, null, credentials))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such action.',
    });
  });

  it('is refused unsigned', async () => {
    const unsigned = { identityToken: undefined, correlationId: '' };
    expect(await failureOf(createHandler().handler.callWorkerAction('echo', null, unsigned))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('rejects with its own code', async () => {
    expect(await failureOf(createHandler().handler.callWorkerAction('refuse', null, credentials))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
