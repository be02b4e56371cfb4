import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createDepthLimit } from './depth-limit.ts';

const schema = buildSchema('type Query { person: Person } type Person { id: ID friend: Person }');
const errorsOf = (source: string, maximum = 3) =>
  validate(schema, parse(source), [createDepthLimit(maximum)]).map(({ message, extensions }) => ({ message, extensions }));

const refusal = {
  message: 'Expected an operation of at most 3 levels.',
  extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'depth', maximum: 3 },
};

describe('the depth limit', () => {
  test.each([
    ['as many levels as allowed', '{ person { friend { id } } }'],
    ['introspection, which has a depth of its own', '{ __schema { types { fields { type { ofType { ofType { name } } } } } } }'],
  ])('lets pass %s', (_title, source) => {
    expect(errorsOf(source)).toEqual([]);
  });

  test.each([
    ['one level more', '{ person { friend { friend { id } } } }'],
    ['levels in named fragments', '{ person { ...F } } fragment F on Person { friend { ...G } } fragment G on Person { friend { id } }'],
    ['levels under aliases', '{ a: person { b: friend { c: friend { d: id } } } }'],
  ])('refuses %s', (_title, source) => {
    expect(errorsOf(source)).toEqual([refusal]);
  });

  test('does not count an inline fragment as a level, or counts it to the safe side', () => {
    expect(errorsOf('{ person { ... on Person { friend { friend { id } } } } }')).toEqual([refusal]);
  });
});
