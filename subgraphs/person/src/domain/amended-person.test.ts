import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { amendedPerson } from './amended-person.ts';
import { newRecord, type Person } from './person.ts';
import { noFacts } from './person-facts.ts';
import type { LoosePersonInput } from './read-person-facts.ts';

const before: Person = {
  ...noFacts,
  ...newRecord,
  id: 'id-1',
  version: 3,
  origin: 'RECORDED',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastModifiedAt: '2026-01-01T00:00:00.000Z',
  title: 'MS',
  forename: 'Ann',
  surname: 'Lovelace',
  dateOfBirth: '1980-12-10',
  personTypes: ['TENANT'],
  reason: 'New tenancy',
};
const namesBefore = {
  forename: 'Ann',
  middleName: null,
  surname: 'Lovelace',
  preferredForename: null,
  preferredMiddleName: null,
  preferredSurname: null,
};
const at = '2026-03-10T09:00:00.000Z';

const amend = (input: LoosePersonInput, person: Person = before) => {
  const problems = new ProblemCollector('input');
  return { person: amendedPerson(person, input, { problems, at }), problems: problems.problems };
};

describe('an amended person (domain-write.md 1.1 and 2.1)', () => {
  it('has the sent fields changed, the others kept, and one version more', () => {
    expect(amend({ surname: ' Byron ', preferredForename: 'Annie' })).toEqual({
      person: {
        ...before,
        surname: 'Byron',
        preferredForename: 'Annie',
        nameHistory: [{ ...namesBefore, until: at }],
        version: 4,
        lastModifiedAt: at,
      },
      problems: [],
    });
  });

  it('tells absent (kept) from null (cleared)', () => {
    const { person } = amend({ title: null, dateOfBirth: null, middleName: undefined }, { ...before, middleName: 'Marie' });
    expect(person).toMatchObject({ title: null, dateOfBirth: null, middleName: 'Marie' });
  });

  it.each<[keyof LoosePersonInput, LoosePersonInput]>([
    ['title', { title: 'REVEREND' }],
    ['preferredTitle', { preferredTitle: 'MX' }],
    ['middleName', { middleName: 'Marie' }],
    ['preferredForename', { preferredForename: 'Annie' }],
    ['preferredMiddleName', { preferredMiddleName: 'M' }],
    ['preferredSurname', { preferredSurname: 'King' }],
    ['placeOfBirth', { placeOfBirth: 'Leeds' }],
    ['dateOfBirth', { dateOfBirth: '1981-01-31' }],
    ['dateOfDeath', { dateOfDeath: '2026-03-09' }],
  ])('has its %s set and cleared (2.1)', (field, input) => {
    const { person, problems } = amend(input);
    expect([problems, person[field]]).toEqual([[], input[field]]);
    expect(amend({ [field]: null }, person)).toMatchObject({ person: { [field]: null, version: 5 }, problems: [] });
  });

  it.each(['forename', 'middleName', 'surname', 'preferredForename', 'preferredMiddleName', 'preferredSurname', 'placeOfBirth'] as const)(
    'W42: markup in %s is refused, as is what is too long (2.1)',
    (field) => {
      expect(amend({ [field]: 'Ann<script' }).problems).toMatchObject([{ path: `input.${field}`, code: 'W42' }]);
      expect(amend({ [field]: 'a'.repeat(101) }).problems).toMatchObject([{ path: `input.${field}`, code: 'TOO_LONG' }]);
      expect(amend({ [field]: 'a < b & c' })).toMatchObject({ problems: [], person: { [field]: 'a < b & c' } });
    },
  );

  it.each(['2026-03-28T23:30:00.000Z', '2026-10-24T23:30:00.000Z', '2026-12-31T23:59:59.999Z'])(
    'keeps a day as the text that was sent, whatever the clocks of London do (2.1): %s',
    (instant) => {
      const person = amendedPerson(before, { dateOfBirth: '1980-03-30' }, { problems: new ProblemCollector('input'), at: instant });
      expect(person.dateOfBirth).toBe('1980-03-30');
    },
  );

  it.each<[string, LoosePersonInput, string]>([
    ['that does not exist', { dateOfBirth: '1980-02-30' }, 'W9'],
    ['of the year 1', { dateOfBirth: '0001-01-01' }, 'W9'],
    ['of today', { dateOfBirth: '2026-03-10' }, 'W10'],
  ])('%s is no date of birth (2.1)', (_title, input, code) => {
    expect(amend(input).problems).toMatchObject([{ path: 'input.dateOfBirth', code }]);
  });

  it.each<[string, LoosePersonInput]>([
    ['nothing', {}],
    ['what stands there', { surname: 'Lovelace', title: 'MS' }],
    ['what stands there, with blanks and decomposed', { surname: ' Lovelace  ' }],
    ['null for what is null', { middleName: null, placeOfBirth: '' }],
    ['the same list', { personTypes: ['TENANT'] }],
  ])('that is sent %s is the very same person', (_title, input) => {
    expect(amend(input).person).toBe(before);
  });

  it.each<[string, LoosePersonInput, string, string]>([
    ['W15', { forename: null }, 'input.forename', 'Expected a forename; it cannot be cleared.'],
    ['W15', { forename: '  ' }, 'input.forename', 'Expected a forename; it cannot be cleared.'],
    ['W16', { surname: '' }, 'input.surname', 'Expected a surname; it cannot be cleared.'],
  ])('%s: keeps its names (decision 20)', (code, input, path, message) => {
    expect(amend(input).problems).toEqual([{ path, code, message }]);
  });

  it('that was migrated without a name may go on lacking it', () => {
    const migrated: Person = { ...before, origin: 'MIGRATED', forename: null };
    expect(amend({ forename: null, placeOfBirth: 'Leeds' }, migrated).problems).toEqual([]);
  });

  it.each<[string, LoosePersonInput, readonly [string, string][]]>([
    ['today is allowed', { dateOfDeath: '2026-03-10' }, []],
    ['the day of birth is allowed', { dateOfDeath: '1980-12-10' }, []],
    ['in the future is refused', { dateOfDeath: '2026-03-11' }, [['INVALID_VALUE', 'Expected a date of death that is not in the future.']]],
    [
      'before birth is refused',
      { dateOfDeath: '1980-12-09' },
      [['CONTRADICTION', 'Expected a date of death that is not before the date of birth.']],
    ],
    [
      'before a birth that is sent with it is refused',
      { dateOfDeath: '1985-01-01', dateOfBirth: '1990-01-01' },
      [['CONTRADICTION', 'Expected a date of death that is not before the date of birth.']],
    ],
    ['without a birth is allowed', { dateOfDeath: '1970-01-01', dateOfBirth: null }, []],
  ])('a date of death %s (decision 21)', (_title, input, expected) => {
    expect(amend(input).problems).toEqual(expected.map(([code, message]) => ({ path: 'input.dateOfDeath', code, message })));
  });

  it('a date of birth after the recorded death is refused, and null brings back to life', () => {
    const dead: Person = { ...before, dateOfDeath: '2020-01-01' };
    expect(amend({ dateOfBirth: '2021-01-01' }, dead).problems).toMatchObject([{ path: 'input.dateOfDeath', code: 'CONTRADICTION' }]);
    expect(amend({ dateOfDeath: null }, dead).person).toMatchObject({ dateOfDeath: null, version: 4 });
  });

  it('has everything that is wrong told at once', () => {
    const { problems } = amend({ forename: '', surname: 'a<b', dateOfBirth: '2026-03-10', dateOfDeath: '2030-01-01' });
    expect(problems.map(({ code }) => code).toSorted()).toEqual(['INVALID_VALUE', 'W10', 'W15', 'W42']);
  });
});
