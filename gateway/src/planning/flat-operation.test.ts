import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { flatten, toySchema } from '../../test/access/toy-operations.ts';
import { type FlatSelection, flattenOperation, possibleTypeNames } from './flat-operation.ts';

/** `name`, `alias: name`, `on Type { ... }`, in one line. */
const describeSelections = (selections: readonly FlatSelection[]): string =>
  selections
    .map((selection) => {
      if (selection.kind === 'type-condition') return `on ${selection.type.name} { ${describeSelections(selection.selections)} }`;
      const name = selection.node.name.value;
      const own = selection.responseKey === name ? name : `${selection.responseKey}: ${name}`;
      return selection.selections === null ? own : `${own} { ${describeSelections(selection.selections)} }`;
    })
    .join(' ');

describe('flattenOperation', () => {
  test.each([
    ['fields and aliases', '{ person { id called: name } }', {}, 'person { id called: name }'],
    ['a named fragment', '{ person { ...F } } fragment F on Person { id ...G } fragment G on Person { name }', {}, 'person { id name }'],
    ['an inline fragment without a type', '{ person { ... { id } ... on Person { name } } }', {}, 'person { id name }'],
    ['a fragment of an interface on an object type', '{ person { ... on Node { id } } }', {}, 'person { id }'],
    [
      'fragments on a union',
      '{ any { __typename ... on Person { name } ... on Phone { number } } }',
      {},
      'any { __typename on Person { name } on Phone { number } }',
    ],
    ['fragments on an interface', '{ node { id ... on Node { id } ... on Phone { number } } }', {}, 'node { id id on Phone { number } }'],
    ['an unknown fragment gives nothing', '{ person { id ...Missing } }', {}, 'person { id }'],
    ['@skip of a field', '{ person { id @skip(if: true) name @skip(if: false) } }', {}, 'person { name }'],
    ['@include of a field', '{ person { id @include(if: false) name @include(if: true) } }', {}, 'person { name }'],
    [
      'both: either can leave it out',
      '{ person { id @include(if: true) @skip(if: true) name @include(if: false) @skip(if: false) tags } }',
      {},
      'person { tags }',
    ],
    ['@skip by a variable', 'query ($v: Boolean!) { person { id @skip(if: $v) name } }', { v: true }, 'person { name }'],
    [
      '@include of a fragment',
      'query ($v: Boolean!) { person { name ... @include(if: $v) { id } ...F @skip(if: $v) } } fragment F on Person { tags }',
      { v: false },
      'person { name tags }',
    ],
    ['everything below a field left out', '{ person { id @skip(if: true) } }', {}, 'person {  }'],
  ])('spreads and decides %s', (_title, source, variables, expected) => {
    expect(describeSelections(flatten(source, variables).selections)).toBe(expected);
  });

  test('takes the named operation of several', () => {
    const document = parse('query A { person { id } } mutation B { forget }');
    const operation = flattenOperation(toySchema, { document, operationName: 'B', variables: {} });
    expect(operation?.rootType.name).toBe('Mutation');
    expect(describeSelections(operation?.selections ?? [])).toBe('forget');
  });

  test.each([undefined, 'C'])('has no operation under the name %s', (operationName) => {
    const document = parse('query A { person { id } } mutation B { forget }');
    expect(flattenOperation(toySchema, { document, operationName, variables: {} })).toBeNull();
  });

  test.each(['id', 'id @skip(if: true)'])('a fragment counts once in a selection set, so that 60 doublings of %s stay small', (leaf) => {
    const fragments = Array.from({ length: 60 }, (_, index) => `fragment F${index} on Person { ...F${index + 1} ...F${index + 1} }`);
    const bomb = `{ person { ...F0 } } ${fragments.join(' ')} fragment F60 on Person { ${leaf} }`;
    const person = flatten(bomb)?.selections[0];
    expect(person?.kind === 'field' ? person.selections : null).toHaveLength(leaf === 'id' ? 1 : 0);
  });

  test.each([
    [
      `{ person { ${'id @skip(if: true) '.repeat(5_000)} } }`,
      'Expected at most 5000 selections once fragments are spread.',
      'selections',
      5_000,
    ],
    [
      `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: person { id }`).join(' ')} }`,
      'Expected at most 100 fields of the root.',
      'root fields',
      100,
    ],
  ])('an operation that is too large is refused', (query, message, limit, maximum) => {
    expect(() => flatten(query)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX', message, details: { limit, maximum } }));
  });

  test.each([
    ['Person', ['Person']],
    ['Node', ['Person', 'Phone']],
    ['Contact', ['Person', 'Phone']],
  ])('behind %s stand %j', (name, expected) => {
    const type = toySchema.getType(name);
    expect(type === undefined ? [] : [...possibleTypeNames(toySchema, type)].toSorted()).toEqual(expected);
  });
});
