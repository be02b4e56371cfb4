import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEditApart, TypoDictionary } from './typo-dictionary.ts';

/** Every word one edit away over a small alphabet, by doing the edits. */
const neighbours = (word: string, alphabet: string): ReadonlySet<string> => {
  const places = Array.from({ length: word.length + 1 }, (_, index) => [word.slice(0, index), word.slice(index)] as const);
  return new Set(
    places
      .flatMap(([before, after]) => [
        before + after.slice(1),
        before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
        ...[...alphabet].flatMap((letter) => [before + letter + after, before + letter + after.slice(1)]),
      ])
      .filter((other) => other !== word),
  );
};

const smallWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('isOneEditApart', () => {
  it.each([
    ['smith', 'smyth', true],
    ['smith', 'smth', true],
    ['smith', 'smitth', true],
    ['smith', 'msith', true],
    ['smith', 'smiht', true],
    ['smith', 'smith', false],
    ['smith', 'smytt', false],
    ['smith', 'htims', false],
    ['abc', 'cab', false],
    ['', 'a', true],
  ])('judges %s and %s: %j', (left, right, expected) => {
    expect(isOneEditApart(left, right)).toBe(expected);
    expect(isOneEditApart(right, left)).toBe(expected);
  });

  it('agrees with doing every edit', () => {
    fc.assert(
      fc.property(smallWord, smallWord, (left, right) => {
        expect(isOneEditApart(left, right)).toBe(neighbours(left, 'abc').has(right));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('TypoDictionary', () => {
  it('misses none of the words one edit away', () => {
    fc.assert(
      fc.property(fc.uniqueArray(smallWord, { maxLength: 30 }), smallWord, (words, wanted) => {
        const dictionary = new TypoDictionary();
        for (const word of words) dictionary.add(word);
        expect(dictionary.listOneEditApart(wanted, 100)).toEqual(words.filter((word) => isOneEditApart(word, wanted)).sort());
      }),
    );
  });

  it('gives the first of the alphabet when there are too many', () => {
    const dictionary = new TypoDictionary();
    for (const word of ['cat', 'bat', 'rat', 'hat']) dictionary.add(word);
    expect(dictionary.listOneEditApart('sat', 2)).toEqual(['bat', 'cat']);
  });

  it('forgets everything when cleared', () => {
    const dictionary = new TypoDictionary();
    dictionary.add('cat');
    dictionary.clear();
    expect(dictionary.listOneEditApart('bat', 2)).toEqual([]);
  });
});
