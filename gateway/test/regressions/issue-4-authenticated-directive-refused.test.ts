import { readSubgraphSdl, subgraphNames } from '@resident-graph/schema';
import { expect, test } from 'vitest';
import { askServer, createToyGateway } from './toy-gateway.ts';

test('@apollo/gateway does not load a supergraph with @authenticated', async () => {
  const gateway = createToyGateway('type Query { secret: String @authenticated }', { secret: 'the value' });
  await expect(askServer({ gateway }, '{ secret }')).rejects.toThrow(/authenticated.*SECURITY.*unsupported/su);
});

test.each(subgraphNames)('the published SDL of %s uses none of the directives that it refuses', (name) => {
  expect(readSubgraphSdl(name)).not.toMatch(/@(authenticated|requiresScopes|policy)\b/u);
});
