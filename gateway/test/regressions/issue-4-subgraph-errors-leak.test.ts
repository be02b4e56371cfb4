import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { expect, test } from 'vitest';
import { createHttpSubgraphClient } from '../../src/planning/http-subgraph-client.ts';
import { startGateway } from '../access/start-gateway.ts';
import { askServer, createToyGateway } from './toy-gateway.ts';

const secret = 'mongodb://user:word@store.invalid/persons';

/** A subgraph that is broken and says why. */
const startBrokenSubgraph = async (): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = createServer((_request, response) => {
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ errors: [{ message: `Cannot reach ${secret}` }] }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

test('the data source of @apollo/gateway shows body and URL of a broken subgraph to the caller', async () => {
  await using broken = await startBrokenSubgraph();
  const gateway = createToyGateway('type Query { value: String }', new RemoteGraphQLDataSource({ url: `${broken.url}/graphql` }));
  const text = JSON.stringify(await askServer({ gateway }, '{ value }'));
  expect(text).toContain(secret);
  expect(text).toContain(broken.url);
});

test('ours shows neither: the part is null and says which service is down', async () => {
  await using broken = await startBrokenSubgraph();
  const client = createHttpSubgraphClient({ name: 'person', url: broken.url, timeoutMilliseconds: 60_000 });
  await using over = await startGateway({ clients: { person: client } });
  const answer = await over.ask('housing-officer', '{ person(id: "p-1") { forename } contactDetails(targetId: "p-1") { id } }');
  await client.close();
  expect(answer).toEqual({
    data: { person: null, contactDetails: [] },
    errors: [
      {
        message: 'person does not answer now; the rest of the answer holds.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'person', retryable: true },
      },
    ],
  });
  expect(JSON.stringify(over.logged)).not.toContain(secret);
});
