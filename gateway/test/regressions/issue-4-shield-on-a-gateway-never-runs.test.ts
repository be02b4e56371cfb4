import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { applyMiddleware } from 'graphql-middleware';
import { shield } from 'graphql-shield';
import { expect, test } from 'vitest';
import { startGateway } from '../access/start-gateway.ts';
import { createDeny } from './shielded.ts';
import { askServer, createToyGateway } from './toy-gateway.ts';

test('graphql-shield around the schema of an Apollo Gateway is never asked, and the denied value is answered', async () => {
  const { deny, calls } = createDeny();
  const inner = createToyGateway('type Query { secret: String }', { secret: 'the value' });
  const gateway: GatewayInterface = {
    load: (options) => inner.load(options),
    onSchemaLoadOrUpdate: (listener) =>
      inner.onSchemaLoadOrUpdate((loaded) =>
        listener({ ...loaded, apiSchema: applyMiddleware(loaded.apiSchema, shield({ Query: { secret: deny } }, { fallbackRule: deny })) }),
      ),
    stop: () => inner.stop(),
  };
  expect(await askServer({ gateway }, '{ secret }')).toEqual({ data: { secret: 'the value' } });
  expect(calls.count).toBe(0);
});

test('our rules run before anything is planned: a denied field is not fetched', async () => {
  await using over = await startGateway();
  const answer = await over.ask('nobody', '{ person(id: "p-1") { forename } }');
  expect(answer).toEqual({
    data: { person: null },
    errors: [{ message: 'You may not see or do this.', path: ['person'], extensions: { code: 'FORBIDDEN', ruleId: 'P1' } }],
  });
  expect(over.fetches).toEqual([]);
});
