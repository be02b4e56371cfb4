import type { PersonSnapshot } from '@resident-graph/schema';
import { describe, expect, it } from 'vitest';
import { dateOfBirthToken, nameTokens, personTypeToken } from './name-tokens.ts';

const nobody: PersonSnapshot = {
  forename: null,
  middleName: null,
  surname: null,
  preferredForename: null,
  preferredMiddleName: null,
  preferredSurname: null,
  dateOfBirth: null,
  personTypes: [],
};

const ofKind = (person: Partial<PersonSnapshot>, kind: string): readonly string[] =>
  nameTokens({ ...nobody, ...person }).all.filter((token) => token.startsWith(kind));

describe('nameTokens', () => {
  it.each<[string, Partial<PersonSnapshot>, readonly string[]]>([
    ['forename and surname', { forename: 'Ann', surname: "O'Neil" }, ['nann', 'noneil']],
    ['the parts of a hyphenated name, and joined', { surname: 'Smith-Jones' }, ['nsmith', 'njones', 'nsmithjones']],
    ['neighbours of one name joined', { surname: 'O Neil' }, ['no', 'nneil', 'noneil']],
    ['three parts in pairs and in full', { surname: 'A-B-C' }, ['na', 'nb', 'nc', 'nab', 'nbc', 'nabc']],
    ['preferred names', { forename: 'Robert', preferredForename: 'Bob' }, ['nrobert', 'nbob']],
    ['each word once', { forename: 'Ann', surname: 'Ann' }, ['nann']],
  ])('has %s as words', (_title, person, expected) => {
    expect(ofKind(person, 'n')).toEqual(expected);
  });

  it('has the first one to three letters of every word', () => {
    expect(ofKind({ forename: 'Anna', surname: 'Li' }, 'p')).toEqual(['pa', 'pan', 'pann', 'pl', 'pli']);
  });

  it('keeps letters of two code units whole', () => {
    expect(ofKind({ surname: '𠮷田' }, 'p')).toEqual(['p𠮷', 'p𠮷田']);
  });

  it.each<[string, Partial<PersonSnapshot>, readonly string[]]>([
    ['words sorted', { forename: 'Zoë', surname: 'Abel' }, ['fabel·zoe']],
    ['the middle name in and out', { forename: 'Ann', middleName: 'Bea', surname: 'Coe' }, ['fann·coe', 'fann·bea·coe']],
    ['preferred names mixed in', { forename: 'Robert', preferredForename: 'Bob', surname: 'Coe' }, ['fcoe·robert', 'fbob·coe']],
    ['hyphens split and joined', { forename: 'Al', surname: 'Ba-Ca' }, ['fal·ba·ca', 'fal·baca']],
    ['one name alone', { surname: 'Coe' }, ['fcoe']],
  ])('has full names with %s', (_title, person, expected) => {
    expect(ofKind(person, 'f')).toEqual(expected);
  });

  it('has filters for the birth date and every type', () => {
    expect(ofKind({ dateOfBirth: '1950-01-31', personTypes: ['TENANT', 'HOUSING_OFFICER'] }, 'g')).toEqual([
      dateOfBirthToken('1950-01-31'),
      personTypeToken('TENANT'),
      personTypeToken('HOUSING_OFFICER'),
    ]);
  });

  it('gives nothing for a person without anything', () => {
    expect(nameTokens(nobody)).toEqual({ words: [], names: [], all: [], surnameKey: '', forenameKey: '' });
  });

  it('sorts by folded legal names, by preferred ones where those are missing', () => {
    expect(nameTokens({ ...nobody, surname: "D'Arcy-Łuk", preferredForename: 'Éva' })).toMatchObject({
      surnameKey: 'darcy luk',
      forenameKey: 'eva',
    });
  });
});
