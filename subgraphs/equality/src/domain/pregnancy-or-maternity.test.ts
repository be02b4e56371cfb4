import { describe, expect, it } from 'vitest';
import { isCurrentPregnancy, pregnancyValidUntil } from './pregnancy-or-maternity.ts';

describe('a pregnancy or maternity (domain-write.md 5.6)', () => {
  it.each([
    ['2017-01-04', '2019-10-04'],
    ['2021-05-31', '2024-02-29'],
    ['2020-05-31', '2023-02-28'],
    ['2020-03-31', '2022-12-31'],
    ['2020-04-30', '2023-01-30'],
    ['2019-08-31', '2022-05-31'],
    ['2018-09-30', '2021-06-30'],
  ])('of %s counts until %s', (pregnancyDate, expected) => {
    expect(pregnancyValidUntil({ pregnancyDate })).toBe(expected);
  });

  it.each([
    ['before its last day', '2019-10-03T12:00:00Z', true],
    ['on its last day until midnight in London', '2019-10-04T22:59:59Z', true],
    ['from midnight in London, though UTC still has that day', '2019-10-04T23:00:00Z', false],
  ])('is current or not: %s', (_title, now, expected) => {
    expect(isCurrentPregnancy({ pregnancyDate: '2017-01-04' }, Date.parse(now))).toBe(expected);
  });
});
