import { describe, expect, it } from 'vitest';
import { describeValueKind } from '../../src/import/row-problem.ts';
import { type TransformName, transforms } from '../../src/import/transforms.ts';

const cases: readonly (readonly [TransformName, string, string | undefined])[] = [
  ['name-case', 'michaela', 'Michaela'],
  ['name-case', 'britten-jones', 'Britten-Jones'],
  ['name-case', "o'shanassy street", "O'Shanassy Street"],
  ['name-case', 'o’brien', 'O’Brien'],
  ['name-case', "st john's hill", "St John's Hill"],
  ['name-case', 'garcía ibáñez', 'García Ibáñez'],
  ['name-case', 'ÉLODIE D’AMBROSIO', 'Élodie D’Ambrosio'],
  ['name-case', 'Fiona McDonald', 'Fiona McDonald'],
  ['name-case', '3b howard court', '3B Howard Court'],
  ['upper-case', 'nsw', 'NSW'],
  ['lower-case', 'A@EXAMPLE.ORG', 'a@example.org'],
  ['date-yyyymmdd', '19151111', '1915-11-11'],
  ['date-yyyymmdd', '19450493', undefined],
  ['date-yyyymmdd', '19230229', undefined],
  ['date-yyyymmdd', '20000229', '2000-02-29'],
  ['date-yyyymmdd', '1945041', undefined],
  ['date-yyyymmdd', '1945-04-1', undefined],
  ['date-iso', '1984-06-17', '1984-06-17'],
  ['date-iso', '1984-6-17', undefined],
  ['date-iso', '1984-13-01', undefined],
  ['date-dd/mm/yyyy', '17/06/1984', '1984-06-17'],
  ['date-dd/mm/yyyy', '31/04/1984', undefined],
];

describe('transforms', () => {
  it.each(cases)('%s turns %j into %j', (name, text, expected) => {
    expect(transforms[name](text)).toBe(expected);
  });
});

describe('describeValueKind', () => {
  it.each([
    ['', 'empty'],
    ['19450493', '8 digits'],
    ['7', '1 digit'],
    ['1945-04-93', 'text of 10 characters'],
    ['é', 'text of 1 character'],
  ])('says of %j: %s', (value, kind) => {
    expect(describeValueKind(value)).toBe(kind);
  });
});
