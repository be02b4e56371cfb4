import { ApolloGateway } from '@apollo/gateway';
import { readOperation, readSupergraphSdl } from '@resident-graph/schema';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { exampleCallers } from '../../src/web/three-callers.ts';

test('the example operation is valid against the API schema', async () => {
  // The gateway derives the API schema from the supergraph while it loads; no subgraph is called.
  const gateway = new ApolloGateway({ supergraphSdl: readSupergraphSdl() });
  const { schema } = await gateway.load();
  expect(validate(schema, parse(readOperation('three-callers')))).toEqual([]);
  await gateway.stop();
});

test('the example has three callers, the last without equality answers', () => {
  expect(exampleCallers.map(({ persona }) => persona)).toEqual(['housing-officer', 'social-care-officer', 'read-only-officer']);
  expect(exampleCallers[2]?.expectation).toContain('FORBIDDEN');
});
