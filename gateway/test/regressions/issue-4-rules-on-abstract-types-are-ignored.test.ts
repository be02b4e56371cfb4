import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createRuleTable } from '../../src/access/rule-table.ts';
import { reached } from '../../src/access/rules.ts';
import { createDeny, createShielded, run } from './shielded.ts';

const sdl = `
  interface Reachable { value: String }
  type Phone implements Reachable { value: String }
  type Email implements Reachable { value: String }
  union Contact = Phone | Email
  type Query { first: Reachable any: Contact }
`;
const phone = { __typename: 'Phone', value: '+447700900001' };

test('graphql-shield accepts a rule on an interface and never asks it', async () => {
  const { deny, calls } = createDeny();
  const schema = createShielded(sdl, { Reachable: { value: deny } });
  expect(await run(schema, '{ first { value } any { ... on Reachable { value } } }', { first: phone, any: phone })).toEqual({
    data: { first: { value: phone.value }, any: { value: phone.value } },
  });
  expect(calls.count).toBe(0);
});

test.each(['Reachable', 'Contact', 'Missing'])('our rule table refuses rules for %s', (name) => {
  expect(() => createRuleTable(buildSchema(sdl), [{ [name]: { value: reached } }])).toThrow(`Rules are for object types; ${name} is none.`);
});

test('our rule table refuses a rule for a field that the schema does not have, and two rules for one field', () => {
  expect(() => createRuleTable(buildSchema(sdl), [{ Phone: { vaule: reached } }])).toThrow(
    'There is a rule for Phone.vaule, which the schema does not have.',
  );
  expect(() => createRuleTable(buildSchema(sdl), [{ Phone: { value: reached } }, { Phone: { value: reached } }])).toThrow(
    'There are two rules for Phone.value.',
  );
});
