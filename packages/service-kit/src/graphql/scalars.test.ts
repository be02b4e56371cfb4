import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { dateScalar, dateTimeScalar, isCalendarDate } from './scalars.ts';

describe('Date', () => {
  it.each(['2026-03-10', '2024-02-29', '2000-02-29', '1800-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(isCalendarDate(text)).toBe(true);
    expect(dateScalar.parseValue(text)).toBe(text);
    expect(dateScalar.parseLiteral(parseValue(`"${text}"`))).toBe(text);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '10/03/2026',
    '0050-01-01',
    '',
    'today',
    '2026-03-10T00:00:00Z',
  ])('%j does not exist', (text) => {
    expect(errorOf(() => dateScalar.parseValue(text))).toMatchObject({
      message: 'Expected a date that exists, YYYY-MM-DD.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([20260310, null, true, {}])('is text: %j is refused', (value) => {
    expect(() => dateScalar.parseValue(value)).toThrow('Expected a date that exists');
    expect(() => dateScalar.parseLiteral(parseValue('20260310'))).toThrow('Expected a date that exists');
  });
});

describe('DateTime', () => {
  it.each([
    ['2026-03-10T09:30:00Z', '2026-03-10T09:30:00.000Z'],
    ['2026-03-10T09:30:00.1Z', '2026-03-10T09:30:00.100Z'],
    ['2026-07-01T00:30:00+01:00', '2026-06-30T23:30:00.000Z'],
    ['2026-03-10T09:30:00.123456789Z', '2026-03-10T09:30:00.123Z'],
  ])('%s is %s', (text, expected) => {
    expect(dateTimeScalar.parseValue(text)).toBe(expected);
    expect(dateTimeScalar.parseLiteral(parseValue(`"${text}"`))).toBe(expected);
  });

  it.each(['2026-03-10', '2026-03-10T09:30:00', '2026-02-30T09:30:00Z', '2026-03-10T25:00:00Z', '2026-03-10T09:30:00+99:99', '', 'now'])(
    '%j is refused',
    (text) => {
      expect(errorOf(() => dateTimeScalar.parseValue(text))).toMatchObject({
        message: 'Expected an instant in ISO 8601, such as 2026-03-10T09:30:00.000Z.',
        extensions: { code: 'BAD_USER_INPUT' },
      });
    },
  );
});
