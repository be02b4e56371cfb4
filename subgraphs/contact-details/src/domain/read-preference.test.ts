import { ProblemCollector } from '@resident-graph/service-kit';
import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { circumstances, empty } from '../../test/book-samples.ts';
import type { SetContactPreferenceInput } from '../__generated__/schema-types.ts';
import type { ContactBook } from './contact-book.ts';
import { type PreferenceChange, setPreferenceInBook } from './preference-in-book.ts';
import { readPreference } from './read-preference.ts';

type Input = Omit<SetContactPreferenceInput, 'personId' | 'expectedVersion'>;
const noPreference: Input = { timesToAvoid: [], doNotUseFor: [] };

const read = (change: Partial<Input>) => {
  const problems = new ProblemCollector('input');
  return { facts: readPreference({ ...noPreference, ...change }, problems), problems: problems.problems };
};
const timeOf = (from: string, until: string, days: Input['timesToAvoid'][number]['days'] = []) => ({ days, from, until });

describe('a contact preference (contact details seed, question 3)', () => {
  it('has its days in the order of the week, and everything unsaid empty', () => {
    expect(read({ timesToAvoid: [timeOf('22:00', '07:30', ['SUNDAY', 'MONDAY'])] })).toEqual({
      problems: [],
      facts: { preferredChannel: null, timesToAvoid: [timeOf('22:00', '07:30', ['MONDAY', 'SUNDAY'])], doNotUseFor: [] },
    });
  });

  it.each<[string, Partial<Input>, readonly [string, string][]]>([
    ['a beginning of 24:00', { timesToAvoid: [timeOf('24:00', '07:00')] }, [['input.timesToAvoid.0.from', 'INVALID_FORMAT']]],
    ['an end of 7:00', { timesToAvoid: [timeOf('06:00', '7:00')] }, [['input.timesToAvoid.0.until', 'INVALID_FORMAT']]],
    ['an end of 23:60', { timesToAvoid: [timeOf('06:00', '23:60')] }, [['input.timesToAvoid.0.until', 'INVALID_FORMAT']]],
    ['no length', { timesToAvoid: [timeOf('09:00', '09:00')] }, [['input.timesToAvoid.0.until', 'CONTRADICTION']]],
    ['a day twice', { timesToAvoid: [timeOf('09:00', '10:00', ['MONDAY', 'MONDAY'])] }, [['input.timesToAvoid.0.days', 'DUPLICATE_ITEM']]],
    [
      'a time twice, its days in another order',
      { timesToAvoid: [timeOf('09:00', '10:00', ['MONDAY', 'SUNDAY']), timeOf('09:00', '10:00', ['SUNDAY', 'MONDAY'])] },
      [['input.timesToAvoid.1', 'DUPLICATE_ITEM']],
    ],
    [
      'a use twice',
      {
        doNotUseFor: [
          { contactType: 'EMAIL', purpose: 'STATUTORY_NOTICE' },
          { contactType: 'EMAIL', purpose: 'STATUTORY_NOTICE' },
        ],
      },
      [['input.doNotUseFor.1', 'DUPLICATE_ITEM']],
    ],
    [
      '21 times',
      { timesToAvoid: Array.from({ length: 21 }, (_, index) => timeOf('00:00', `10:${String(index).padStart(2, '0')}`)) },
      [['input.timesToAvoid', 'TOO_MANY']],
    ],
    [
      'everything wrong at once',
      { timesToAvoid: [timeOf('x', 'y', ['MONDAY', 'MONDAY'])] },
      [
        ['input.timesToAvoid.0.days', 'DUPLICATE_ITEM'],
        ['input.timesToAvoid.0.from', 'INVALID_FORMAT'],
        ['input.timesToAvoid.0.until', 'INVALID_FORMAT'],
      ],
    ],
  ])('with %s is refused', (_title, change, expected) => {
    expect(read(change).problems.map(({ path, code }) => [path, code])).toEqual(expected);
  });

  it('has at most 30 uses to avoid', () => {
    const uses = Array.from({ length: 31 }, () => ({ contactType: 'EMAIL', purpose: 'EMERGENCY' }) as const);
    expect(read({ doNotUseFor: uses }).problems[0]).toMatchObject({ path: 'input.doNotUseFor', code: 'TOO_MANY' });
  });
});

describe('setting a preference', () => {
  const facts = { preferredChannel: 'EMAIL', timesToAvoid: [], doNotUseFor: [] } as const;
  const set = (book: ContactBook, expectedVersion: number | null, change: object = {}): PreferenceChange =>
    setPreferenceInBook(book, { facts: { ...facts, ...change }, expectedVersion }, circumstances);

  it('makes version 0 of a first one and counts from there, with an event each', () => {
    const first = set(empty, null);
    expect(first).toMatchObject({
      book: { version: 0, preference: { preferredChannel: 'EMAIL', version: 0, lastModifiedAt: circumstances.at } },
      events: [{ type: 'ContactPreferenceSet', entityId: 'p1', version: 0, targetId: 'p1', area: 'housing' }],
    });
    expect(set(first.book, 0, { preferredChannel: null })).toMatchObject({ preference: { preferredChannel: null, version: 1 } });
  });

  it('to the same again leaves no trace', () => {
    const { book, preference } = set(empty, null);
    expect(set(book, 0)).toEqual({ before: book, book, preference, events: [] });
  });

  it.each<[string, number | null, number | null]>([
    ['without a version where there is one', null, 0],
    ['with a version where there is none', 3, null],
    ['with another version', 3, 0],
  ])('%s is VERSION_CONFLICT with both numbers', (_title, expectedVersion, currentVersion) => {
    const book = currentVersion === null ? empty : set(empty, null).book;
    expect(errorOf(() => set(book, expectedVersion, { preferredChannel: 'PHONE' }))).toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { expectedVersion, currentVersion },
    });
  });
});
