import { createLock } from '@resident-graph/service-kit';
import { officerSample } from '@resident-graph/service-kit/testing';
import { buildSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { expect, test } from 'vitest';
import { evaluateRule } from '../../src/access/evaluate-rule.ts';
import { createDeny, createShielded, run } from './shielded.ts';

const sdl = 'type Query { mentioned: String forgotten: String }';
const values = { mentioned: 'a', forgotten: 'the value' };

test('without a fallback rule graphql-shield allows what is not mentioned', async () => {
  const { deny } = createDeny();
  const { data } = await run(createShielded(sdl, { Query: { mentioned: deny } }), '{ mentioned forgotten }', values);
  expect(data).toEqual({ mentioned: null, forgotten: 'the value' });
});

test('our lock denies what is not mentioned', async () => {
  const schema = applyMiddleware(buildSchema(sdl), createLock({}));
  const { data, errors } = await run(schema, '{ forgotten }', values);
  expect(data).toEqual({ forgotten: null });
  expect(errors).toMatchObject([{ message: 'Not allowed.', path: ['forgotten'], extensions: { code: 'FORBIDDEN', ruleId: 'S0' } }]);
});

test('our gateway denies a coordinate without a rule', async () => {
  const subject = { ...officerSample, roles: [] };
  expect(await evaluateRule(undefined, {}, { subject })).toMatchObject({ extensions: { code: 'FORBIDDEN', ruleId: 'D0' } });
});
