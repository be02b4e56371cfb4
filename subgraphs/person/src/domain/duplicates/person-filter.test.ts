import { describe, expect, it } from 'vitest';
import { blockingKeys, type Identifying } from './blocking-keys.ts';
import { fitsFilter, toPersonFilter } from './person-filter.ts';

const before = {
  middleName: null,
  preferredForename: null,
  preferredMiddleName: null,
  preferredSurname: null,
  until: '2026-01-01T00:00:00.000Z',
};
const zoe: Identifying = {
  forename: 'Zoë',
  middleName: 'Imogen',
  surname: "O'Quill-Feather",
  preferredForename: 'Zed',
  preferredSurname: null,
  dateOfBirth: '1980-03-10',
  nameHistory: [{ ...before, forename: 'Zoë', surname: 'Vane' }],
};
const nothing = { forename: null, surname: null, dateOfBirth: null };

describe('a filter of persons (seed 001, query parameters)', () => {
  it.each([
    ['the forename', { forename: 'zoe' }, true],
    ['the surname without its marks', { surname: 'OQUILL FEATHER' }, true],
    ['the birth date', { dateOfBirth: '1980-03-10' }, true],
    ['both names', { forename: 'Zoë', surname: "O'Quill-Feather" }, true],
    ['the preferred forename', { forename: 'Zed', surname: "O'Quill-Feather" }, true],
    ['the surname before', { forename: 'Zoe', surname: 'Vane' }, true],
    ['all of it', { forename: 'Zoe', surname: 'Vane', dateOfBirth: '1980-03-10' }, true],
    ['names of different times', { forename: 'Zed', surname: 'Vane' }, false],
    ['names in the other order', { forename: 'Vane', surname: 'Zoe' }, false],
    ['a middle name', { forename: 'Imogen' }, false],
    ['the beginning of a name', { surname: "O'Quill" }, false],
    ['another birth date', { forename: 'Zoe', dateOfBirth: '1980-10-03' }, false],
  ])('answers whether somebody fits %s', (_title, known, isFitting) => {
    const filter = toPersonFilter({ ...nothing, ...known });
    expect(fitsFilter(zoe, filter)).toBe(isFitting);
    // Whoever fits has the key that they are looked up by.
    if (isFitting) expect(blockingKeys(zoe)).toContain(filter.key);
  });

  it.each([nothing, { ...nothing, forename: '-' }])('has no key without a name or a birth date: %j', (known) => {
    expect(toPersonFilter(known).key).toBeNull();
  });
});
