import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { readPhone } from './read-phone.ts';

const read = (value: string | null | undefined) => {
  const problems = new ProblemCollector('input');
  return { phone: readPhone(value, problems), problems: problems.problems };
};

const number = 'Expected a phone number, such as 020 7946 0123 or +33 1 23 45 67 89.';
const words = 'Expected a phone number alone; say whose it is in `relation` and `contactName`, anything else in `description`.';

describe('a phone number (domain-write.md 3.2)', () => {
  it.each([
    ['01234 654987', '+441234654987'],
    ['(01234) 654987', '+441234654987'],
    ['+44 1234 654987', '+441234654987'],
    ['07777777777', '+447777777777'],
    ['+549844444444', '+549844444444'],
    ['020 7946 0123', '+442079460123'],
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['0044 20 7946 0123', '+442079460123'],
    ['07911-123-456', '+447911123456'],
    ['07911.123.456', '+447911123456'],
    [' 07911\u00a0123 456 ', '+447911123456'],
    ['+33 1 23 45 67 89', '+33123456789'],
    ['+1 212 555 0123', '+12125550123'],
    ['０７９１１１２３４５６', '+447911123456'],
  ])('%s is %s', (value, phone) => {
    expect(read(value)).toEqual({ phone, problems: [] });
  });

  it.each([
    ['six dots', '......', number],
    ['six brackets', '((((((', number],
    ['too few digits', '3214', number],
    ['a British number that cannot exist', '01234 5', number],
    ['a British mobile of too many digits', '07911 123 4567', number],
    ['an emergency number', '999', number],
    ['a country that does not exist', '+999 123456789', number],
    ['a foreign number that cannot be', '+33 1 23', number],
    ['letters', 'not a phone', words],
    ['a number and whose it is', '07911 123456 Daughter', words],
    ['whose it is and a number', 'mum 07911 123456', words],
    ['two numbers', '07911 123456 / 07911 123457', number],
    ['an extension', '020 7946 0123 ext 5', words],
    ['an extension after x', '020 7946 0123 x5', number],
    ['an extension after #', '020 7946 0123#5', number],
    ['a formula', '=07911123456', number],
    ['markup', '<b>07911123456', number],
    ['a long text', '0'.repeat(100_000), number],
  ])('%s is refused with W41', (_title, value, message) => {
    expect(read(value)).toEqual({ phone: null, problems: [{ path: 'input.value', code: 'W41', message }] });
  });

  it.each([null, undefined, '', '  '])('%j is required', (value) => {
    expect(read(value)).toEqual({
      phone: null,
      problems: [{ path: 'input.value', code: 'REQUIRED', message: 'Expected a phone number.' }],
    });
  });
});
