import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import type { PostalAddressInput } from '../__generated__/schema-types.ts';
import { readAddress, toSingleLine } from './read-address.ts';
import type { Strictness } from './strictness.ts';

const uk: PostalAddressInput = { line1: '1 Hill Street', line2: 'Hackney', postcode: 'n17wa', uprn: '100021035', isOverseas: false };
const overseas: PostalAddressInput = { line1: '12 rue de la Paix', line2: 'Paris', postcode: '75002', isOverseas: true, country: 'fr' };

const read = (input: PostalAddressInput | null | undefined, strictness: Strictness = 'recorded') => {
  const problems = new ProblemCollector('input');
  return { address: readAddress(input, strictness, problems), problems: problems.problems };
};
const problemsOf = (input: PostalAddressInput, strictness?: Strictness) =>
  read(input, strictness).problems.map(({ path, code }) => [path.replace('input.address.', ''), code]);

describe('a UK address (domain-write.md 3.3, decision 8)', () => {
  it('has a postcode in its form and a UPRN, and is written on one line', () => {
    const { address, problems } = read(uk);
    expect(problems).toEqual([]);
    expect(address).toEqual({
      line1: '1 Hill Street',
      line2: 'Hackney',
      line3: null,
      line4: null,
      postcode: 'N1 7WA',
      uprn: '100021035',
      uprnUnknownReason: null,
      isOverseas: false,
      country: null,
    });
    expect(toSingleLine(address)).toBe('1 Hill Street, Hackney, N1 7WA');
  });

  it.each(['1', '123456789012'])('takes the UPRN %s', (uprn) => {
    expect(read({ ...uk, uprn }).problems).toEqual([]);
  });

  it.each<[string, PostalAddressInput, readonly [string, string][]]>([
    ['without line 1', { ...uk, line1: ' ' }, [['line1', 'REQUIRED']]],
    ['without a postcode', { ...uk, postcode: null }, [['postcode', 'REQUIRED']]],
    ['with a postcode that is none', { ...uk, postcode: 'nonsense' }, [['postcode', 'INVALID_FORMAT']]],
    ['with a UPRN of words', { ...uk, uprn: 'unknown' }, [['uprn', 'INVALID_FORMAT']]],
    ['with a UPRN of 13 digits', { ...uk, uprn: '1234567890123' }, [['uprn', 'INVALID_FORMAT']]],
    ['without UPRN and reason', { ...uk, uprn: null }, [['uprn', 'REQUIRED']]],
    ['with UPRN and reason', { ...uk, uprnUnknownReason: 'New build' }, [['uprnUnknownReason', 'CONTRADICTION']]],
    ['in another country', { ...uk, country: 'FR' }, [['country', 'CONTRADICTION']]],
    ['with markup in a line', { ...uk, line3: '<b>' }, [['line3', 'W42']]],
    ['with a line of 101 characters', { ...uk, line4: 'a'.repeat(101) }, [['line4', 'TOO_LONG']]],
    [
      'with everything wrong',
      { line1: '', postcode: 'x', isOverseas: false, country: 'FR' },
      [
        ['line1', 'REQUIRED'],
        ['country', 'CONTRADICTION'],
        ['postcode', 'INVALID_FORMAT'],
        ['uprn', 'REQUIRED'],
      ],
    ],
  ])('%s is refused', (_title, input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });

  it('may say why its UPRN is unknown, and name its own country', () => {
    expect(read({ ...uk, uprn: null, uprnUnknownReason: ' New build ', country: 'gb' })).toMatchObject({
      problems: [],
      address: { uprn: null, uprnUnknownReason: 'New build', country: null },
    });
  });
});

describe('an overseas address', () => {
  it('has a country and any postcode, and no UPRN', () => {
    const { address, problems } = read(overseas);
    expect(problems).toEqual([]);
    expect(address).toMatchObject({ postcode: '75002', country: 'FR', uprn: null, uprnUnknownReason: null, isOverseas: true });
    expect(toSingleLine(address)).toBe('12 rue de la Paix, Paris, 75002, FR');
    expect(read({ ...overseas, postcode: null }).problems).toEqual([]);
  });

  it.each<[string, PostalAddressInput, readonly [string, string][]]>([
    ['without a country', { ...overseas, country: null }, [['country', 'REQUIRED']]],
    ['with a country that does not exist', { ...overseas, country: 'XX' }, [['country', 'INVALID_VALUE']]],
    ['with a country of three letters', { ...overseas, country: 'FRA' }, [['country', 'INVALID_VALUE']]],
    [
      'with a UPRN',
      { ...overseas, uprn: '1', uprnUnknownReason: 'abroad' },
      [
        ['uprn', 'CONTRADICTION'],
        ['uprnUnknownReason', 'CONTRADICTION'],
      ],
    ],
    ['without line 1', { ...overseas, line1: '' }, [['line1', 'REQUIRED']]],
  ])('%s is refused', (_title, input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });
});

describe('a migrated address (design.md, origin MIGRATED)', () => {
  it('may lack postcode and UPRN, and a UPRN abroad is dropped', () => {
    expect(read({ line1: '1 Hill Street', isOverseas: false }, 'migrated').problems).toEqual([]);
    expect(read({ ...overseas, uprn: '1' }, 'migrated')).toMatchObject({ problems: [], address: { uprn: null } });
  });

  it('still has line 1, and what it has is right', () => {
    expect(problemsOf({ line1: '', postcode: 'x', uprn: 'x', isOverseas: false }, 'migrated')).toEqual([
      ['line1', 'REQUIRED'],
      ['postcode', 'INVALID_FORMAT'],
      ['uprn', 'INVALID_FORMAT'],
    ]);
  });
});

it.each([null, undefined])('an address that is %j is required', (input) => {
  expect(read(input).problems).toEqual([{ path: 'input.address', code: 'REQUIRED', message: 'Expected the parts of the address.' }]);
});
