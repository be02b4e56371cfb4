import { expect, test } from 'vitest';
import { reservedPrefix } from '../../src/access/reserved-names.ts';
import { startGateway } from '../access/start-gateway.ts';

const message = `__proto__ and names that begin with ${reservedPrefix} are reserved.`;

test.each([
  ['an alias', `{ contactDetails(targetId: "p-1") { ${reservedPrefix}access: contactInformation { area: value } } }`],
  ['the alias of a root field', `{ ${reservedPrefix}typename: __typename }`],
  ['a variable', `query ($${reservedPrefix}id: ID!) { person(id: $${reservedPrefix}id) { id } }`],
  ['the name of a fragment', `{ person(id: "p-1") { ...${reservedPrefix}f } } fragment ${reservedPrefix}f on Person { id }`],
  ['an alias that is no name in JavaScript', '{ __proto__: person(id: "p-1") { id } }'],
  ['the name of the operation', `query ${reservedPrefix}q { person(id: "p-1") { id } }`],
])('a document that uses the reserved prefix for %s is refused as a whole', async (_title, query) => {
  await using over = await startGateway();
  const answer = await over.ask('housing-officer', query, { [`${reservedPrefix}id`]: 'p-1' });
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.length).toBeGreaterThan(0);
  for (const error of answer.errors ?? []) expect(error).toMatchObject({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  expect(over.fetches).toEqual([]);
});

test('the attributes that rows are judged by cannot be named by a caller', async () => {
  await using over = await startGateway();
  const answer = await over.ask('housing-officer', '{ contactDetails(targetId: "p-1") { accessAttributes { area } } }');
  expect(answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(over.fetches).toEqual([]);
});
