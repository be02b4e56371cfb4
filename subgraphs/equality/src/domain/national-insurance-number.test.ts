import { describe, expect, it } from 'vitest';
import { maskNationalInsuranceNumber, parseNationalInsuranceNumber } from './national-insurance-number.ts';

describe('a national insurance number (domain-write.md 5.2)', () => {
  it.each([
    ['NZ335598D', 'NZ335598D'],
    ['nz335598d', 'NZ335598D'],
    ['AB123456C', 'AB123456C'],
    [' ab 12 34 56 c ', 'AB123456C'],
    ['AB 123456\tA', 'AB123456A'],
    ['AA000000B', 'AA000000B'],
  ])('%j is read as %s', (text, expected) => {
    expect(parseNationalInsuranceNumber(text)).toBe(expected);
  });

  it.each([
    ['words', 'no number'],
    ['nothing', ''],
    ['no suffix', 'AB123456'],
    ['a blank suffix', 'AB123456 '],
    ['a suffix after D', 'AB123456E'],
    ['five digits', 'AB12345C'],
    ['seven digits', 'AB1234567C'],
    ['digits of another script', 'AB١٢٣٤٥٦C'],
    ['the sample of the seed', 'NI111111A'],
    ...['BG', 'GB', 'NK', 'KN', 'TN', 'NT', 'ZZ'].map((prefix) => [`the prefix ${prefix}`, `${prefix}335598D`]),
    ...[...'DFIQUV'].map((letter) => [`first ${letter}`, `${letter}A335598D`]),
    ...[...'DFIOQUV'].map((letter) => [`second ${letter}`, `A${letter}335598D`]),
  ])('%s is none', (_title, text) => {
    expect(parseNationalInsuranceNumber(text ?? '')).toBeNull();
  });

  it('is masked to one shape with its last three characters', () => {
    expect(maskNationalInsuranceNumber('AB123456C')).toBe('•••56C');
  });
});
