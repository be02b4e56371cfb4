import { describe, expect, it } from 'vitest';
import { searchWords } from './search-words.ts';

describe('searchWords', () => {
  it.each([
    ['Ann Coe', ['ann', 'coe'], 'fann·coe'],
    ['Coe, Ann', ['coe', 'ann'], 'fann·coe'],
    ['Mrs. Coe', ['coe'], 'fcoe'],
    ['Dr', ['dr'], 'fdr'],
    ['Coe Miss', ['coe', 'miss'], 'fcoe·miss'],
    ['"^"', [], 'f'],
    ['a b c d e f g h i j k l', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], 'fa·b·c·d·e·f·g·h·i·j'],
  ])('reads %j', (text, words, fullName) => {
    const found = searchWords(text);
    expect(found.words.map(({ word }) => word)).toEqual(words);
    expect(found.fullName).toBe(fullName);
  });

  it('takes a word joined with a neighbour for a whole word', () => {
    expect(searchWords('sean o neil').words.map(({ spellings }) => spellings)).toEqual([
      ['sean', 'seano'],
      ['o', 'seano', 'oneil'],
      ['neil', 'oneil'],
    ]);
  });

  it.each([
    ['li', false],
    ['lee', true],
    ['3rd', false],
    ['smith', true],
  ])('allows a typing error in %j: %j', (text, mayHaveTypo) => {
    expect(searchWords(text).words[0]?.mayHaveTypo).toBe(mayHaveTypo);
  });
});
