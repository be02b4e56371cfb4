import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, foldWords } from './fold-name.ts';

describe('foldName', () => {
  it.each([
    ['Mary', [['mary']]],
    ['  Mary   Ann ', [['mary'], ['ann']]],
    ["O'Neil", [['oneil']]],
    ['O’Neil', [['oneil']]],
    ['Oʼneil', [['oneil']]],
    ['O´Neil', [['oneil']]],
    ['O`Neil', [['oneil']]],
    ['O＇Neil', [['oneil']]],
    ['Zoë', [['zoe']]],
    ['Zoe\u0308', [['zoe']]],
    ['Strauß', [['strauss']]],
    ['STRAUẞ', [['strauss']]],
    ['Sørensen', [['sorensen']]],
    ['Łukasz', [['lukasz']]],
    ['Ægir Œuvre', [['aegir'], ['oeuvre']]],
    ['Đorđe', [['dorde']]],
    ['Þórður', [['thordur']]],
    ['İpek Işık', [['ipek'], ['isik']]],
    ['Νίκος', [['νικοσ']]],
    ['ＡＢＣ', [['abc']]],
    ['Smith-Jones', [['smith', 'jones']]],
    ['Smith‑Jones', [['smith', 'jones']]],
    ['Smith – Jones', [['smith'], ['jones']]],
    ['-Smith-', [['smith']]],
    ['J.R. Smith', [['j'], ['r'], ['smith']]],
    ['Smith,Ann/Lee', [['smith'], ['ann'], ['lee']]],
    ['Soft\u00ADhyphen\u200B', [['softhyphen']]],
    ['a\u0000b', [['a'], ['b']]],
    ['山田 太郎', [['山田'], ['太郎']]],
    ['محمد', [['محمد']]],
    ['Иван', [['иван']]],
    ['John 3rd', [['john'], ['3rd']]],
    ['\uD800x', [['x']]],
    ['👩‍👧 "NEAR" ^{a}*', [['near'], ['a']]],
    ["'' -- !!", []],
    ['', []],
  ])('folds %j', (text, expected) => {
    expect(foldName(text)).toEqual(expected);
  });

  it('gives only letters and digits, and folds its own words to themselves, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const words = foldWords(text);
        expect(words.every((word) => /^[\p{L}\p{Nd}]+$/u.test(word))).toBe(true);
        expect(foldWords(words.join(' '))).toEqual(words);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the Unicode form or the case of plain letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zé'ñü -]{0,30}$/), (text) => {
        expect(foldName(text.toUpperCase())).toEqual(foldName(text));
        expect(foldName(text.normalize('NFD'))).toEqual(foldName(text.normalize('NFC')));
      }),
    );
  });
});
