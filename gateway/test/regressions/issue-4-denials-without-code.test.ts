import { GraphQLError } from 'graphql';
import { rule } from 'graphql-shield';
import { expect, test } from 'vitest';
import { startGateway } from '../access/start-gateway.ts';
import { createDeny, createShielded } from './shielded.ts';
import { askServer } from './toy-gateway.ts';

const sdl = 'type Query { value: String }';

test('a denial of graphql-shield leaves Apollo Server as INTERNAL_SERVER_ERROR', async () => {
  const { deny } = createDeny();
  const { errors } = await askServer({ schema: createShielded(sdl, { Query: { value: deny } }) }, '{ value }');
  expect(errors).toMatchObject([{ message: 'Not Authorised!', path: ['value'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
});

test('a rule that returns a GraphQLError keeps its code', async () => {
  const refuse = rule('refuse', { cache: 'no_cache' })(() => new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } }));
  const { errors } = await askServer({ schema: createShielded(sdl, { Query: { value: refuse } }) }, '{ value }');
  expect(errors).toMatchObject([{ message: 'No.', path: ['value'], extensions: { code: 'FORBIDDEN' } }]);
});

test.each([
  ['{ person(id: "p-1") { id } }', ['person'], 'P1'],
  ['{ contactDetails(targetId: "p-1") { id } }', ['contactDetails'], 'C1'],
  ['{ equalityInformation(id: "e-1") { id } }', ['equalityInformation'], 'E3'],
  ['{ searchPersons(searchText: "Quill") { total } }', ['searchPersons'], 'P3'],
  ['mutation { retireContactDetail(input: { id: "d-1" }) { contactDetail { id } } }', ['retireContactDetail'], 'C2'],
])('our denial of %s carries path, FORBIDDEN and the rule', async (query, path, ruleId) => {
  await using over = await startGateway();
  const { errors } = await over.ask('nobody', query);
  expect(errors).toEqual([{ message: 'You may not see or do this.', path, extensions: { code: 'FORBIDDEN', ruleId } }]);
});
