import { rule } from 'graphql-shield';
import { describe, expect, test } from 'vitest';
import { flatten, openBut, stranger, toySchema } from '../../test/access/toy-operations.ts';
import type { FlatOperation } from '../planning/flat-operation.ts';
import { type DecisionParts, decideOperation } from './decide-operation.ts';

const deniedPlaces = async (
  operation: FlatOperation,
  rules: DecisionParts['rules'],
  variables: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> => {
  const denied = await decideOperation(operation, { subject: stranger, variables }, { schema: toySchema, rules });
  return [...denied].map(([field, error]) => `${field.parentType.name}.${field.node.name.value}: ${String(error.extensions['ruleId'])}`);
};

describe('decideOperation', () => {
  test.each([
    ['nothing is denied where every rule opens', '{ person { id secret } }', [], []],
    ['a field is denied by its coordinate', '{ person { id secret } }', ['Person.secret'], ['Person.secret: X1']],
    ['an alias does not hide a field', '{ person { name: secret } }', ['Person.secret'], ['Person.secret: X1']],
    ['a fragment does not hide a field', '{ person { ...F } } fragment F on Person { secret }', ['Person.secret'], ['Person.secret: X1']],
    ['a fragment on a union does not hide a field', '{ any { ... on Person { secret } } }', ['Person.secret'], ['Person.secret: X1']],
    ['a fragment on an interface does not hide a field', '{ person { ... on Node { id } } }', ['Person.id'], ['Person.id: X1']],
    ['a field of an interface is denied when one type behind it is', '{ node { id } }', ['Phone.id'], ['Node.id: X1']],
    [
      'the other type behind an interface stays open',
      '{ node { ... on Person { id } ... on Phone { id } } }',
      ['Phone.id'],
      ['Phone.id: X1'],
    ],
    [
      'every occurrence is denied',
      '{ person { secret other: secret friend { secret } } }',
      ['Person.secret'],
      ['Person.secret: X1', 'Person.secret: X1', 'Person.secret: X1'],
    ],
    ['below a denied field nothing is judged', '{ person { id secret } }', ['Query.person', 'Person.secret'], ['Query.person: X1']],
    ['a denied mutation', 'mutation { rename(id: "1") { id } forget }', ['Mutation.rename'], ['Mutation.rename: X1']],
    ['a skipped field is not judged', '{ person { id secret @skip(if: true) } }', ['Person.secret'], []],
    ['__typename and introspection have no rule', '{ __typename __schema { queryType { name } } person { __typename } }', [], []],
  ])('%s', async (_title, source, denied, expected) => {
    expect(await deniedPlaces(flatten(source), openBut(...denied))).toEqual(expected);
  });

  test('a field without a rule is denied', async () => {
    const rules = new Map(openBut());
    rules.delete('Person.secret');
    expect(await deniedPlaces(flatten('{ person { id secret } }'), rules)).toEqual(['Person.secret: D0']);
  });

  test('a rule sees the arguments, with variables and defaults filled in', async () => {
    const seen: unknown[] = [];
    const noting = rule('noting', { cache: 'no_cache' })((_parent: unknown, args: unknown) => {
      seen.push(args);
      return true;
    });
    const rules = new Map([...openBut(), ['Query.person', noting] as const]);
    await deniedPlaces(
      flatten('query ($id: ID) { a: person(id: $id) { id } b: person(id: "2", historic: true) { id } }', { id: '1' }),
      rules,
      { id: '1' },
    );
    expect(seen).toEqual([
      { id: '1', historic: false },
      { id: '2', historic: true },
    ]);
  });

  test('a rule without arguments to look at is asked once for an operation', async () => {
    let calls = 0;
    const counting = rule('counting', { cache: 'no_cache' })(() => {
      calls += 1;
      return true;
    });
    const rules = new Map([...openBut().keys()].map((coordinate) => [coordinate, counting] as const));
    await deniedPlaces(flatten('{ people { id name secret friend { id name } } }'), rules);
    expect(calls).toBe(1);
  });
});
