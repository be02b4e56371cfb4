import { describe, expect, test } from 'vitest';
import { addWorkingDays } from './working-days.ts';

describe('two working days later', () => {
  test.each([
    ['in the week', '2026-03-10T09:00:00.000Z', '2026-03-12T09:00:00.000Z'],
    ['over a weekend', '2026-03-12T23:59:59.999Z', '2026-03-16T23:59:59.999Z'],
    ['from a Friday', '2026-03-13T09:30:00.000Z', '2026-03-17T09:30:00.000Z'],
    ['from a Saturday', '2026-03-14T09:00:00.000Z', '2026-03-17T09:00:00.000Z'],
    ['from a Sunday', '2026-03-15T09:00:00.000Z', '2026-03-17T09:00:00.000Z'],
    ['when the clocks go forward', '2026-03-27T09:00:00.000Z', '2026-03-31T08:00:00.000Z'],
    ['when the clocks go back', '2026-10-23T08:00:00.000Z', '2026-10-27T09:00:00.000Z'],
    ['shortly after midnight of a Saturday in London, when it is Friday in UTC', '2026-07-10T23:10:00.000Z', '2026-07-13T23:10:00.000Z'],
    ['over a bank holiday, which counts as a working day', '2026-12-24T09:00:00.000Z', '2026-12-28T09:00:00.000Z'],
  ])('%s', (_title, from, expected) => {
    expect(new Date(addWorkingDays(Date.parse(from), 2)).toISOString()).toBe(expected);
  });
});
