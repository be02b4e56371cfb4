import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { createTextMask, maskDocument } from './mask-operation.ts';

const mask = (query: string): string => maskDocument(parse(query)).replaceAll(/\s+/gu, ' ');

describe('the mask of an operation', () => {
  it.each([
    [
      'values become their types',
      '{ a(b: "Ada", c: 7, d: 1.5, e: true, f: HOME, g: null) }',
      '{ a(b: $text, c: $number, d: $number, e: $boolean, f: $enum, g: null) }',
    ],
    ['a list shows its first part', '{ a(b: ["Ada", "Ida"], c: []) }', '{ a(b: [$text], c: []) }'],
    [
      'objects keep the names of their fields',
      '{ a(input: { personId: "p", values: [{ value: "v" }] }) }',
      '{ a(input: {personId: $text, values: [{value: $text}]}) }',
    ],
    ['operations, aliases and variables lose their names', 'query Ada($ida: ID!) { mina: a(id: $ida) }', 'query ($v1: ID!) { a(id: $v1) }'],
    ['defaults go', 'query ($a: ID = "Ada") { a(id: $a) }', 'query ($v1: ID) { a(id: $v1) }'],
    ['fragments lose their names', '{ ...Ada } fragment Ada on Query { a }', '{ ...F1 } fragment F1 on Query { a }'],
    ['conditions stay', '{ a @include(if: true) { b } }', '{ a @include(if: $boolean) { b } }'],
    ['remarks go', '{ a # Ada\n }', '{ a }'],
  ])('%s', (_title, query, masked) => {
    expect(mask(query)).toBe(masked);
  });

  test('a masked text can be read as an operation', () => {
    const masked = createTextMask()('query Ada($id: ID = "x") { ada: a(id: $id, list: [1, 2]) { b } }');
    expect(() => parse(masked)).not.toThrow();
  });

  test('nothing that a caller wrote is in it but names of the schema', () => {
    const name = fc.string({ minLength: 3, maxLength: 12, unit: fc.constantFrom(...'QXZ') }).map((text) => `canary${text}`);
    const number = fc.integer({ min: 100_000_000, max: 999_999_999 });
    const value = fc.oneof(
      name.map((text) => JSON.stringify(text)),
      number.map(String),
      number.map((whole) => `${whole}.5`),
      name,
      fc.tuple(name, number).map(([text, whole]) => `[{ field: "${text}", other: [${whole}] }]`),
      name.map((text) => `"""${text}"""`),
    );
    fc.assert(
      fc.property(name, name, name, value, value, (operation, alias, variable, first, second) => {
        const masked = mask(
          `query ${operation}($${variable}: ID = "${alias}") { ${alias}: a(b: ${first}, c: $${variable}) { ...${operation} ... on T { d(e: ${second}) } } }
           fragment ${operation} on T { ${variable}: d(e: ${first}) @skip(if: $${variable}) }`,
        );
        expect(masked).not.toMatch(/canary|\d{9}/u);
      }),
    );
  });
});
