import { assertEveryRuleIsARule, buildPublishedSubgraphSchema, calledByGateway, createLock } from '@resident-graph/service-kit';
import { expect, test } from 'vitest';
import { createRuleTable } from '../../src/access/rule-table.ts';
import { type AccessRules, reached } from '../../src/access/rules.ts';
import { createDeny, createShielded, run } from './shielded.ts';

const sdl = 'type Query { value: String note: String }';

test('one undefined rule makes graphql-shield drop the rules of the whole type without a word', async () => {
  const { deny } = createDeny();
  const rules = { Query: { value: deny, note: undefined } } as unknown as Parameters<typeof createShielded>[1];
  expect(await run(createShielded(sdl, rules), '{ value }', { value: 'the value' })).toEqual({ data: { value: 'the value' } });
});

test.each([
  ['undefined', undefined],
  ['null', null],
  ['a plain function', () => true],
  ['text', 'deny'],
])('our rule table refuses %s in the place of a rule', (_title, wrong) => {
  const rules = { Person: { id: reached, forename: wrong } } as unknown as AccessRules;
  expect(() => createRuleTable(buildPublishedSubgraphSchema('person'), [rules])).toThrow('The rule for Person.forename is not a rule.');
});

test('our lock refuses to start with anything that is not a rule, and names every place', () => {
  const rules = { Query: { value: calledByGateway, note: undefined }, Person: undefined } as unknown as Parameters<
    typeof assertEveryRuleIsARule
  >[0];
  expect(() => assertEveryRuleIsARule(rules)).toThrow('Not a rule: Query.note, Person.*.');
  expect(() => createLock(rules)).toThrow('Not a rule: Query.note, Person.*.');
});
