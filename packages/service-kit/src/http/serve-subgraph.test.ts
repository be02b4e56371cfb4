import { Agent, request as httpRequest } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DependencyError, IdentityError, InputError } from '../errors/service-error.ts';
import type { Service } from '../lifecycle/lifecycle.ts';
import type { CallCredentials, SubgraphHandler, SubgraphRequest } from '../subgraph/subgraph-handler.ts';
import { createCollectingLogger } from '../testing/collecting-logger.ts';
import { createGate } from '../testing/gate.ts';
import { serveSubgraph } from './serve-subgraph.ts';

/** A handler that answers what a test wants, and notes what it was asked. */
const createHandler = (change: Partial<SubgraphHandler> = {}) => {
  const asked: { readonly request: SubgraphRequest; readonly credentials: CallCredentials }[] = [];
  const handler: SubgraphHandler = {
    execute: async (request, credentials) => {
      asked.push({ request, credentials });
      return credentials.identityToken === undefined
        ? { errors: [{ message: 'The call is not signed.', extensions: { code: 'UNAUTHENTICATED' } }] }
        : { data: { answer: 'yes' } };
    },
    callWorkerAction: async (action, input) => ({ action, input }),
    checkHealth: async () => undefined,
    ...change,
  };
  return { handler, asked };
};

const quiet: Service = { start: async () => undefined, stop: async () => undefined };

/** Serves a handler on a free port until the test ends. */
const serve = async (handler: SubgraphHandler, background: Service = quiet) => {
  const { logger, lines } = createCollectingLogger();
  const service = serveSubgraph(handler, { port: 0, host: '127.0.0.1', logger, background });
  onTestFinished(() => service.stop());
  await service.start();
  const { port } = JSON.parse(lines.find((line) => line.includes('listening')) ?? '') as { readonly port: number };
  const url = `http://127.0.0.1:${port}`;
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(new URL(path, url), { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as unknown };
  };
  return { service, url, post, lines };
};

const signed = { authorization: 'Bearer token-1', 'x-correlation-id': 'correlation-1' };

describe('a subgraph over HTTP', () => {
  it('answers a signed call with 200 and hands on token, correlation id and request', async () => {
    const { handler, asked } = createHandler();
    const { post } = await serve(handler);
    const body = { query: '{ answer }', variables: { a: 1 }, operationName: 'Q', extensions: { more: true } };
    expect(await post('/graphql', JSON.stringify(body), signed)).toEqual({ status: 200, body: { data: { answer: 'yes' } } });
    expect(asked).toEqual([
      {
        request: { query: '{ answer }', variables: { a: 1 }, operationName: 'Q' },
        credentials: { identityToken: 'token-1', correlationId: 'correlation-1' },
      },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['without a token', {}],
    ['with another scheme', { authorization: 'Basic token-1' }],
  ])('answers a call %s with 401', async (_title, headers) => {
    const { post } = await serve(createHandler().handler);
    expect(await post('/graphql', '{"query":"{ answer }"}', headers)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
  });

  it.each<[string, string, Record<string, string>, number, string, string]>([
    ['malformed JSON', '{"query": canary', {}, 400, 'BAD_REQUEST', 'Expected a JSON body.'],
    ['no query', '{"canary": 1}', {}, 400, 'BAD_REQUEST', 'Expected a JSON body with a query.'],
    ['a query that is no text', '{"query": {}}', {}, 400, 'BAD_REQUEST', 'Expected a JSON body with a query.'],
    ['an empty body', '', {}, 400, 'BAD_REQUEST', 'Expected a JSON body with a query.'],
    ['another content type', '{ answer }', { 'content-type': 'text/plain' }, 400, 'BAD_REQUEST', 'Expected a JSON body with a query.'],
    [
      'a body over 8 MB',
      JSON.stringify({ query: 'canary '.repeat(1_300_000) }),
      {},
      413,
      'PAYLOAD_TOO_LARGE',
      'Expected a body of at most 8mb.',
    ],
  ])('answers %s with its code, and does not repeat it', async (_title, text, headers, status, code, message) => {
    const { handler, asked } = createHandler();
    const { post, lines } = await serve(handler);
    const answer = await post('/graphql', text, { ...signed, ...headers });
    expect(answer).toEqual({ status, body: { errors: [{ message, extensions: { code } }] } });
    expect(asked).toEqual([]);
    expect(lines.join('')).not.toContain('canary');
  });

  it('answers a defect with INTERNAL_SERVER_ERROR, and logs no message', async () => {
    const { handler } = createHandler({ execute: () => Promise.reject(new TypeError('canary')) });
    const { post, lines } = await serve(handler);
    const answer = await post('/graphql', '{"query":"{ answer }"}', signed);
    expect(answer).toMatchObject({ status: 500, body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } });
    expect(JSON.stringify(answer)).not.toContain('canary');
    expect(lines.join('')).toContain('"type":"TypeError"');
    expect(lines.join('')).not.toContain('canary');
  });
});

describe('a worker action over HTTP', () => {
  it('answers its result', async () => {
    const { post } = await serve(createHandler().handler);
    expect(await post('/internal/events.apply', '{"events":[]}', signed)).toEqual({
      status: 200,
      body: { action: 'events.apply', input: { events: [] } },
    });
  });

  it.each<[number, string, Error]>([
    [401, 'UNAUTHENTICATED', new IdentityError('missing', 'The call is not signed.')],
    [503, 'NOT_FOUND', new InputError('NOT_FOUND', 'There is no such action.')],
    [503, 'SEARCH_UNAVAILABLE', new DependencyError('SEARCH_UNAVAILABLE', 'The search index does not answer now.')],
    [503, 'STORE_UNAVAILABLE', Object.assign(new Error('canary'), { code: 'SQLITE_BUSY' })],
    [500, 'INTERNAL_SERVER_ERROR', new TypeError('canary')],
  ])('answers %i with the code %s', async (status, code, error) => {
    const { handler } = createHandler({ callWorkerAction: () => Promise.reject(error) });
    const { post, lines } = await serve(handler);
    const answer = await post('/internal/events.apply', '{}', signed);
    expect(answer).toMatchObject({ status, body: { errors: [{ extensions: { code } }] } });
    expect(JSON.stringify(answer)).not.toContain('canary');
    expect(lines.join('')).not.toContain('canary');
  });
});

describe('the health of a subgraph', () => {
  it('is live and ready without a token', async () => {
    const { url } = await serve(createHandler().handler);
    for (const [path, status] of [
      ['live', 'live'],
      ['ready', 'ready'],
    ] as const) {
      const response = await fetch(`${url}/health/${path}`);
      expect([response.status, await response.json()]).toEqual([200, { status }]);
    }
  });

  it('is live but not ready while what it needs does not answer', async () => {
    const { url } = await serve(createHandler({ checkHealth: () => Promise.reject(new Error('canary')) }).handler);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const response = await fetch(`${url}/health/ready`);
    expect([response.status, await response.json()]).toEqual([503, { status: 'not ready' }]);
  });

  it('is not ready while it drains; what is under way is answered, and kept connections do not delay the end', async () => {
    const [reached, release] = [createGate(), createGate()];
    const { handler } = createHandler({
      execute: async () => {
        reached.resolve();
        await release.promise;
        return { data: { answer: 'late' } };
      },
    });
    const steps: string[] = [];
    const background: Service = { start: async () => void steps.push('start'), stop: async () => void steps.push('stop') };
    const { service, url } = await serve(handler, background);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const answer = createGate<string>();
    const call = httpRequest(
      `${url}/graphql`,
      { method: 'POST', agent, headers: { ...signed, 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => answer.resolve(text));
      },
    );
    call.end('{"query":"{ answer }"}');
    await reached.promise;
    const stopping = service.stop();
    await expect(fetch(`${url}/health/ready`)).rejects.toThrow('fetch failed');
    expect(steps).toEqual(['start']);
    const began = performance.now();
    release.resolve();
    expect(await answer.promise).toBe('{"data":{"answer":"late"}}');
    await stopping;
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(steps).toEqual(['start', 'stop']);
  });
});

it('a background that cannot start is closed again, and nothing listens', async () => {
  const steps: string[] = [];
  const background: Service = { start: () => Promise.reject(new Error('no store')), stop: async () => void steps.push('stop') };
  const { logger, lines } = createCollectingLogger();
  const service = serveSubgraph(createHandler().handler, { port: 0, host: '127.0.0.1', logger, background });
  await expect(service.start()).rejects.toThrow('no store');
  expect([steps, lines]).toEqual([['stop'], []]);
});
