import { describe, expect, it } from 'vitest';
import { dayInLondon, isAMinor } from './is-a-minor.ts';

describe('the day in London', () => {
  it.each([
    ['2026-01-15T23:59:59.999Z', '2026-01-15'],
    ['2026-07-15T22:59:59.999Z', '2026-07-15'],
    ['2026-07-15T23:00:00.000Z', '2026-07-16'],
    ['2026-03-29T00:59:59.000Z', '2026-03-29'],
    ['2025-12-31T23:59:59.999Z', '2025-12-31'],
  ])('at %s is %s', (instant, day) => {
    expect(dayInLondon(Date.parse(instant))).toBe(day);
  });
});

describe('a minor (domain-write.md 2.1)', () => {
  it.each<[string, string | null, string, boolean | null]>([
    ['without a date of birth is not known', null, '2026-03-10T09:00:00Z', null],
    ['on the eve of the 18th birthday is one', '2008-03-11', '2026-03-10T23:59:59Z', true],
    ['from the 18th birthday on is none', '2008-03-11', '2026-03-11T00:00:00Z', false],
    ['comes of age at midnight in London, an hour earlier than in UTC in summer', '2008-07-16', '2026-07-15T23:00:00Z', false],
    ['is one until that midnight', '2008-07-16', '2026-07-15T22:59:59Z', true],
    ['born on 29 February is one on 28 February', '2008-02-29', '2026-02-28T23:59:59Z', true],
    ['born on 29 February is none on 1 March', '2008-02-29', '2026-03-01T00:00:00Z', false],
    ['is nobody of a hundred years', '1926-03-10', '2026-03-10T09:00:00Z', false],
    ['is a newborn', '2026-03-10', '2026-03-10T09:00:00Z', true],
  ])('%s', (_title, dateOfBirth, now, expected) => {
    expect(isAMinor(dateOfBirth, Date.parse(now))).toBe(expected);
  });
});
