import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createHttpSubgraphClient } from './http-subgraph-client.ts';

interface Reply {
  readonly status?: number;
  readonly body: string;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

/** A subgraph that gives the replies one after the other; undefined never answers. */
const startSubgraph = async (replies: readonly (Reply | undefined)[]) => {
  const requests: { readonly url: string | undefined; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const reply = replies[requests.length];
      requests.push({ url: request.url, headers: request.headers, body });
      if (reply !== undefined) response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Short only where an answer never comes: a busy machine answers late.
  const client = createHttpSubgraphClient({ name: 'person', url, timeoutMilliseconds: replies.includes(undefined) ? 1_000 : 60_000 });
  return {
    requests,
    client,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await client.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};

const credentials = { identityToken: 'signed', correlationId: 'c-1' };
const unavailable = {
  data: null,
  errors: [
    {
      message: 'person does not answer now; the rest of the answer holds.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'person', retryable: true },
    },
  ],
};
const good: Reply = { body: '{"data":{"person":{"id":"1"}}}' };
const broken: Reply = { status: 500, body: '{"errors":[{"message":"mongodb://store.invalid"}]}' };

describe('the HTTP client of a subgraph', () => {
  test('posts query and variables, signed and with the correlation id', async () => {
    await using subgraph = await startSubgraph([good]);
    const result = await subgraph.client.execute({ query: '{ person { id } }', variables: { a: 1 }, operationName: 'Q' }, credentials);
    expect(result).toEqual({ data: { person: { id: '1' } } });
    expect(subgraph.requests).toMatchObject([
      { url: '/graphql', headers: { authorization: 'Bearer signed', 'x-correlation-id': 'c-1', 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(subgraph.requests[0]?.body ?? '')).toEqual({ query: '{ person { id } }', variables: { a: 1 }, operationName: 'Q' });
  });

  test.each([
    ['a broken answer', broken],
    ['no answer in time', undefined],
    ['text that is not JSON', { body: 'no' }],
    ['JSON that is no answer', { body: '{"data":7}' }],
  ])('a question is asked once more after %s', async (_title, first) => {
    await using subgraph = await startSubgraph([first, good]);
    expect(await subgraph.client.execute({ query: '{ person { id } }' }, credentials)).toEqual({ data: { person: { id: '1' } } });
    expect(subgraph.requests).toHaveLength(2);
  });

  test('after the second failure the part is unavailable, and nothing of the peer is told', async () => {
    await using subgraph = await startSubgraph([broken, broken]);
    expect(await subgraph.client.execute({ query: '{ person { id } }' }, credentials)).toEqual(unavailable);
    expect(subgraph.requests).toHaveLength(2);
  });

  test.each(['mutation { forget }', '\n  mutation M { forget }', 'mutation($a:ID!){forget}'])(
    'a mutation (%j) is never repeated',
    async (query) => {
      await using subgraph = await startSubgraph([broken, good]);
      expect(await subgraph.client.execute({ query }, credentials)).toEqual(unavailable);
      expect(subgraph.requests).toHaveLength(1);
    },
  );

  test('errors of a refusal come through', async () => {
    await using subgraph = await startSubgraph([
      { status: 401, body: '{"errors":[{"message":"The call is not signed.","extensions":{"code":"UNAUTHENTICATED"}}]}' },
    ]);
    expect(await subgraph.client.execute({ query: '{ person { id } }' }, { ...credentials, identityToken: undefined })).toEqual({
      errors: [{ message: 'The call is not signed.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('an unready peer is not healthy', async () => {
    await using subgraph = await startSubgraph([{ status: 503, body: '{}' }, { body: '{}' }]);
    await expect(subgraph.client.checkHealth()).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', message: 'person is not ready.' });
    await expect(subgraph.client.checkHealth()).resolves.toBeUndefined();
  });
});
