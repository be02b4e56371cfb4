import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { circumstances, factsOf } from '../../test/book-samples.ts';
import type { ContactType } from '../__generated__/schema-types.ts';
import type { PostalAddress } from './contact-book.ts';
import { lookupKeysOf, lookupTextOf, toLookupKey } from './lookup-keys.ts';

const { digest } = circumstances;

const addressOf = (change: Partial<PostalAddress>): PostalAddress => ({
  line1: '1 Hill Street',
  line2: null,
  line3: null,
  line4: null,
  postcode: 'N1 7WA',
  uprn: '10008315925',
  uprnUnknownReason: null,
  isOverseas: false,
  country: null,
  ...change,
});

const find = (contactType: ContactType, value: string) => {
  const problems = new ProblemCollector('input');
  const text = lookupTextOf(contactType, value, problems);
  return { key: text === null ? null : toLookupKey({ area: 'housing', contactType, text }, digest), problems: problems.problems };
};

describe('lookup keys (access-model.md L9)', () => {
  it.each<[ContactType, string, string]>([
    ['PHONE', '+442079460001', '020 7946 0001'],
    ['PHONE', '+442079460001', '+44 (0)20 7946 0001'],
    ['EMAIL', 'Ann.Smith@example.org', 'ann.smith@EXAMPLE.org'],
  ])('%s %s is found as %s', (contactType, value, typed) => {
    expect(lookupKeysOf(factsOf(value, { contactType }), 'housing', digest)).toEqual([find(contactType, typed).key]);
  });

  it.each<[string, Partial<PostalAddress>]>([
    ['N1 7WA, 10008315925', {}],
    ['n17wa,010008315925', {}],
    ['N1 7WA, 1, Hill-Street', {}],
    ['N1 7WA, 1 HILL STREET', { uprn: null }],
    ['75001, 12 rue du Théâtre', { postcode: '75001', line1: '12 Rue du Théâtre', uprn: null, isOverseas: true }],
  ])('an address is found as %s', (typed, change) => {
    const keys = lookupKeysOf(factsOf('', { contactType: 'ADDRESS', address: addressOf(change) }), 'housing', digest);
    expect(keys).toContain(find('ADDRESS', typed).key);
  });

  it.each<[string, Partial<PostalAddress>]>([
    ['N1 7WA, 1 Hill', {}],
    ['N1 7WB, 1 Hill Street', {}],
    ['N1 7WA, 1 Hill Street', { postcode: null }],
  ])('an address is not found as %s', (typed, change) => {
    const keys = lookupKeysOf(factsOf('', { contactType: 'ADDRESS', address: addressOf(change) }), 'housing', digest);
    expect(keys).not.toContain(find('ADDRESS', typed).key);
  });

  it('tell areas and types apart, and show nothing of the value', () => {
    const [housing] = lookupKeysOf(factsOf('+442079460001'), 'housing', digest);
    const [repairs] = lookupKeysOf(factsOf('+442079460001'), 'repairs', digest);
    const [email] = lookupKeysOf(factsOf('+442079460001', { contactType: 'EMAIL' }), 'housing', digest);
    expect(new Set([housing, repairs, email]).size).toBe(3);
    expect(housing).not.toContain('2079460001');
  });

  it('do not exist for a missing value, nor without an area', () => {
    expect(lookupKeysOf(factsOf(''), 'housing', digest)).toEqual([]);
    expect(lookupKeysOf(factsOf('+442079460001'), null, digest)).toEqual([]);
  });

  it.each<[ContactType, string, string]>([
    ['PHONE', 'canary', 'W41'],
    ['PHONE', '', 'REQUIRED'],
    ['EMAIL', 'canary', 'W40'],
    ['ADDRESS', 'N1 7WA', 'INVALID_FORMAT'],
    ['ADDRESS', 'N1 7WA, ', 'INVALID_FORMAT'],
    ['ADDRESS', 'canary, 1 Hill Street', 'INVALID_FORMAT'],
  ])('%s %j cannot be looked for', (contactType, typed, code) => {
    const { key, problems } = find(contactType, typed);
    expect(key).toBeNull();
    expect(problems).toMatchObject([{ code }]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
});
