import { describe, expect, it } from 'vitest';
import { type PersonSearchArguments, parsePersonSearchQuery } from './parse-person-search-query.ts';

const problemsOf = (args: PersonSearchArguments): readonly string[] => {
  const parsed = parsePersonSearchQuery(args);
  return parsed.isValid ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
};

describe('parsePersonSearchQuery', () => {
  it('fills in the defaults of the schema', () => {
    expect(parsePersonSearchQuery({ searchText: 'Ann', page: null, pageSize: undefined })).toEqual({
      isValid: true,
      query: { text: 'Ann', page: 1, pageSize: 12, sortBy: 'RELEVANCE', isDescending: false, dateOfBirth: null, personType: null },
    });
  });

  it('trims, collapses blanks and composes letters', () => {
    const parsed = parsePersonSearchQuery({ searchText: '  Zoe\u0308 \t\n  Coe ' });
    expect(parsed).toMatchObject({ isValid: true, query: { text: 'Zoë Coe' } });
  });

  it.each<[string, PersonSearchArguments, readonly string[]]>([
    ['markup characters', { searchText: '<b>&#39;' }, []],
    ['two characters', { searchText: ' Li ' }, []],
    ['one character', { searchText: ' L ' }, ['searchText TOO_SHORT']],
    ['200 characters of two code units', { searchText: '𠮷'.repeat(200) }, []],
    ['201 characters', { searchText: 'a'.repeat(201) }, ['searchText TOO_LONG']],
    ['10,000 characters', { searchText: 'a'.repeat(10_000) }, ['searchText TOO_LONG']],
    ['page 0', { searchText: 'Ann', page: 0 }, ['page INVALID_VALUE']],
    ['half a page', { searchText: 'Ann', page: 1.5 }, ['page INVALID_VALUE']],
    ['no results on a page', { searchText: 'Ann', pageSize: 0 }, ['pageSize INVALID_VALUE']],
    ['101 results on a page', { searchText: 'Ann', pageSize: 101 }, ['pageSize INVALID_VALUE']],
    ['result 10,000', { searchText: 'Ann', page: 100, pageSize: 100 }, []],
    ['results beyond 10,000', { searchText: 'Ann', page: 101, pageSize: 100 }, ['page INVALID_VALUE']],
    ['an unknown sort', { searchText: 'Ann', sortBy: 'AGE' }, ['sortBy INVALID_VALUE']],
    ['a leap day', { searchText: 'Ann', dateOfBirth: '2000-02-29' }, []],
    ['a day that was not', { searchText: 'Ann', dateOfBirth: '1999-02-29' }, ['dateOfBirth W9']],
    ['a month that is not', { searchText: 'Ann', dateOfBirth: '1999-13-01' }, ['dateOfBirth W9']],
    ['a date of another form', { searchText: 'Ann', dateOfBirth: '01/02/1999' }, ['dateOfBirth W9']],
    ['a person type', { searchText: 'Ann', personType: 'HOUSEHOLD_MEMBER' }, []],
    ['a type of another form', { searchText: 'Ann', personType: '" OR "' }, ['personType INVALID_VALUE']],
  ])('judges %s', (_title, args, expected) => {
    expect(problemsOf(args)).toEqual(expected);
  });

  it('reports every problem at once and repeats no value', () => {
    const parsed = parsePersonSearchQuery({
      searchText: 'x',
      page: -1,
      pageSize: 1_000,
      sortBy: 'secret',
      dateOfBirth: 'secret',
      personType: 'secret',
    });
    expect(parsed.isValid ? [] : parsed.problems.map(({ path }) => path)).toEqual([
      'searchText',
      'page',
      'pageSize',
      'sortBy',
      'dateOfBirth',
      'personType',
    ]);
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
