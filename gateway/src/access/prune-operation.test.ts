import { parse, print, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { flatten, openBut, stranger, toySchema } from '../../test/access/toy-operations.ts';
import { decideOperation } from './decide-operation.ts';
import { pruneOperation } from './prune-operation.ts';

const prune = async (source: string, denied: readonly string[], variables: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const operation = flatten(source, variables);
  const decided = await decideOperation(operation, { subject: stranger, variables }, { schema: toySchema, rules: openBut(...denied) });
  return print(pruneOperation(operation, decided)).replaceAll(/\s+/gu, ' ');
};

describe('pruneOperation', () => {
  test.each([
    ['nothing where nothing is denied', '{ person { id called: name } }', [], '{ person { id called: name } }'],
    ['a denied field', '{ person { id secret } }', ['Person.secret'], '{ person { id } }'],
    ['a denied field with everything below it', '{ people { id } person { id secret } }', ['Query.person'], '{ people { id } }'],
    ['every alias of a denied field', '{ person { id a: secret b: secret } }', ['Person.secret'], '{ person { id } }'],
    ['fragments, which are spread', '{ person { ...F } } fragment F on Person { id secret }', ['Person.secret'], '{ person { id } }'],
    ['all fields of an object: its type stands in', '{ person { secret } }', ['Person.secret'], '{ person { rg__typename: __typename } }'],
    ['all roots: the type of the operation stands in', '{ person { id } }', ['Query.person'], '{ rg__typename: __typename }'],
    [
      'all roots of a mutation: nothing is left to run',
      'mutation { rename(id: "1") { id } forget }',
      ['Mutation.rename', 'Mutation.forget'],
      'mutation { rg__typename: __typename }',
    ],
    ['one of two mutations', 'mutation { rename(id: "1") { id } forget }', ['Mutation.rename'], 'mutation { forget }'],
    [
      'skipped fields and the directives that were decided',
      '{ person { id @include(if: true) name @skip(if: true) } }',
      [],
      '{ person { id } }',
    ],
    ['everything skipped: the type stands in', '{ person { id @skip(if: true) } }', [], '{ person { rg__typename: __typename } }'],
    [
      'fields of one type of a union: the types are asked for the way back',
      '{ any { ... on Person { secret id } ... on Phone { number } } }',
      ['Person.secret'],
      '{ any { rg__typename: __typename ... on Person { id } ... on Phone { number } } }',
    ],
    [
      'all fields of one type of a union',
      '{ any { ... on Person { secret } ... on Phone { number } } }',
      ['Person.secret'],
      '{ any { rg__typename: __typename ... on Person { rg__typename: __typename } ... on Phone { number } } }',
    ],
  ])('takes out %s', async (_title, source, denied, expected) => {
    expect(await prune(source, denied)).toBe(expected);
  });

  test('keeps name, variables and arguments of the operation', async () => {
    expect(await prune('query Q($id: ID) { person(id: $id) { id secret } }', ['Person.secret'], { id: '1' })).toBe(
      'query Q($id: ID) { person(id: $id) { id } }',
    );
  });

  test.each([
    '{ person { secret friends { secret } } any { ... on Node { ... on Person { secret } } } }',
    '{ all { ... on Person { friend { ... on Node { id } secret } } ... on Node { id } } }',
    'mutation { rename(id: "1") { secret friend { secret } } }',
  ])('leaves an operation that is valid and names no denied field: %s', async (source) => {
    const pruned = await prune(source, ['Person.secret']);
    expect(validate(toySchema, parse(pruned)).map(({ message }) => message)).toEqual([]);
    expect(pruned).not.toContain('secret');
  });
});
