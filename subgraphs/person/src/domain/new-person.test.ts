import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { newPerson } from './new-person.ts';
import type { WriteCircumstances } from './person.ts';
import type { LoosePersonInput } from './read-person-facts.ts';

const circumstances: WriteCircumstances = { at: '2026-07-15T23:30:00.000Z', correlationId: 'c', newId: () => 'id-1' };
const resident: LoosePersonInput = {
  title: 'MS',
  forename: 'Ann',
  surname: 'Lovelace',
  dateOfBirth: '1980-12-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
};

const create = (change: LoosePersonInput = {}) => {
  const problems = new ProblemCollector('input');
  const person = newPerson({ ...resident, ...change }, circumstances, problems);
  return { person, problems: problems.problems };
};

describe('a new person (domain-write.md 2.1)', () => {
  it('begins at version 0, recorded now, everything that was not said null', () => {
    expect(create()).toEqual({
      problems: [],
      person: {
        id: 'id-1',
        personRef: null,
        nameHistory: [],
        identification: [],
        mergedInto: null,
        mergedIds: [],
        mergeUnderWay: null,
        version: 0,
        origin: 'RECORDED',
        createdAt: circumstances.at,
        lastModifiedAt: circumstances.at,
        title: 'MS',
        preferredTitle: null,
        forename: 'Ann',
        middleName: null,
        surname: 'Lovelace',
        preferredForename: null,
        preferredMiddleName: null,
        preferredSurname: null,
        placeOfBirth: null,
        dateOfBirth: '1980-12-10',
        dateOfDeath: null,
        personTypes: ['TENANT'],
        reason: 'New tenancy',
      },
    });
  });

  it.each<[string, LoosePersonInput, string, string, string]>([
    [
      'W9: a day that does not exist',
      { dateOfBirth: '1980-02-30' },
      'dateOfBirth',
      'W9',
      'Expected a date of birth that exists, from 1800 on, YYYY-MM-DD.',
    ],
    [
      'W9: the year 1',
      { dateOfBirth: '0001-01-01' },
      'dateOfBirth',
      'W9',
      'Expected a date of birth that exists, from 1800 on, YYYY-MM-DD.',
    ],
    [
      'W9: before 1800',
      { dateOfBirth: '1799-12-31' },
      'dateOfBirth',
      'W9',
      'Expected a date of birth that exists, from 1800 on, YYYY-MM-DD.',
    ],
    ['W10: tomorrow in London', { dateOfBirth: '2026-07-17' }, 'dateOfBirth', 'W10', 'Expected a date of birth before today.'],
    ['W10: today in London', { dateOfBirth: '2026-07-16' }, 'dateOfBirth', 'W10', 'Expected a date of birth before today.'],
    ['W14: no person type', { personTypes: [] }, 'personTypes', 'W14', 'Expected at least one person type.'],
    ['W15: no forename', { forename: '' }, 'forename', 'W15', 'Expected a forename.'],
    ['W15: a forename of blanks', { forename: ' \u00a0\u200b' }, 'forename', 'W15', 'Expected a forename.'],
    ['W16: no surname', { surname: null }, 'surname', 'W16', 'Expected a surname.'],
    ['W17: no reason', { reason: ' ' }, 'reason', 'W17', 'Expected the reason why the record is made.'],
    ['a name of 101 characters', { surname: 'a'.repeat(101) }, 'surname', 'TOO_LONG', 'Expected at most 100 characters.'],
    ['a reason of 501 characters', { reason: 'a'.repeat(501) }, 'reason', 'TOO_LONG', 'Expected at most 500 characters.'],
    ['no title', { title: null }, 'title', 'REQUIRED', 'Expected a title; only staff may lack one.'],
    ['no date of birth', { dateOfBirth: null }, 'dateOfBirth', 'REQUIRED', 'Expected a date of birth; only staff may lack one.'],
  ])('%s is refused', (_title, change, field, code, message) => {
    expect(create(change).problems).toEqual([{ path: `input.${field}`, code, message }]);
  });

  it.each([
    'forename',
    'middleName',
    'surname',
    'preferredForename',
    'preferredMiddleName',
    'preferredSurname',
    'placeOfBirth',
    'reason',
  ] as const)('W42: markup in %s is refused', (field) => {
    expect(create({ [field]: 'Ann<script' }).problems).toMatchObject([{ path: `input.${field}`, code: 'W42' }]);
  });

  it('may be born yesterday', () => {
    expect(create({ dateOfBirth: '2026-07-15' }).problems).toEqual([]);
  });

  it.each<[LoosePersonInput['personTypes'], readonly string[]]>([
    [['HOUSING_OFFICER'], []],
    [['HOUSING_OFFICER', 'HOUSING_AREA_MANAGER'], []],
    [
      ['HOUSING_OFFICER', 'TENANT'],
      ['input.title', 'input.dateOfBirth'],
    ],
    [['HOUSEHOLD_MEMBER'], ['input.title', 'input.dateOfBirth']],
  ])('of the types %j lacks title and date of birth only when all are staff types', (personTypes, paths) => {
    expect(create({ personTypes, title: null, dateOfBirth: null }).problems.map(({ path }) => path)).toEqual(paths);
  });

  it('keeps accents, apostrophes and two surnames, trimmed and composed, and each type once', () => {
    const { person } = create({ forename: ' Rene\u0301e ', surname: "O'Shea  de la Cruz", personTypes: ['TENANT', 'OCCUPANT', 'TENANT'] });
    expect(person).toMatchObject({ forename: 'Renée', surname: "O'Shea de la Cruz", personTypes: ['TENANT', 'OCCUPANT'] });
  });

  it('has everything that is wrong told at once (2.5)', () => {
    const nothing = { forename: '', surname: '', reason: '', title: null, dateOfBirth: '2030-01-01', personTypes: [] };
    expect(
      create(nothing)
        .problems.map(({ code }) => code)
        .toSorted(),
    ).toEqual(['W10', 'W14', 'W15', 'W16', 'W17']);
  });
});
