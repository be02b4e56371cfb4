import type { Decision } from '@resident-graph/policy';
import { plainPerson } from '@resident-graph/policy';
import { describe, expect, it } from 'vitest';
import { add, empty } from '../../test/book-samples.ts';
import { type ContactDetail, type ContactPreference, inBook } from './contact-book.ts';
import { assessContactability, type ContactabilityQuestion } from './contactability.ts';
import { londonMoment } from './london-moment.ts';
import { findDefault, ownRows } from './own-defaults.ts';
import { attributesOf, type VisibleContactDetail } from './visible-contact-detail.ts';

/** A Tuesday in winter, 12:00 in London. */
const noon = '2026-03-10T12:00:00.000Z';

const rowOf = (
  id: string,
  change: Partial<ContactDetail> & { readonly area?: string; readonly outcome?: 'FULL' | 'MASK' } = {},
): VisibleContactDetail => {
  const { area = 'housing', outcome = 'FULL', ...facts } = change;
  const detail = inBook({ ...empty, area }, { ...add(empty, '+442079460001').detail, id, ...facts });
  const decision: Decision = { outcome, code: area === 'housing' ? 'OWN_AREA' : 'CONSENT', flags: {} };
  const person = plainPerson(['p1']);
  return {
    detail,
    decision,
    context: { includeHistoric: false, isLegacyTriage: false, now: 0, person, diagnosticSession: null },
    access: { row: attributesOf(detail), person, outcome },
  };
};

const preferenceOf = (change: Partial<ContactPreference>): ContactPreference => ({
  preferredChannel: null,
  timesToAvoid: [],
  doNotUseFor: [],
  version: 0,
  lastModifiedAt: noon,
  ...change,
});

const assess = (change: Omit<Partial<ContactabilityQuestion>, 'now'> & { readonly at?: string }) => {
  const { at = noon, ...question } = change;
  const { canBeUsed, contactDetail, reasons } = assessContactability({
    rows: [rowOf('a')],
    preference: null,
    contactType: 'PHONE',
    purpose: 'SERVICE_DELIVERY',
    actingArea: 'housing',
    ...question,
    now: Date.parse(at),
  });
  expect(canBeUsed).toBe(contactDetail !== null);
  return [contactDetail?.detail.id ?? null, reasons];
};

describe('contactability (contact details seed, question 3)', () => {
  it('is there with one current row and no reasons', () => {
    expect(assess({})).toEqual(['a', []]);
  });

  it.each<[string, readonly VisibleContactDetail[]]>([
    ['no row', []],
    ['a historic row', [rowOf('a', { isActive: false })]],
    ['a masked row', [rowOf('a', { outcome: 'MASK' })]],
    ['a row of another type', [rowOf('a', { contactType: 'EMAIL' })]],
  ])('is not there with %s', (_title, rows) => {
    expect(assess({ rows })).toEqual([null, ['NO_CONTACT_DETAIL']]);
  });

  it.each<[string, Partial<ContactDetail>]>([
    ['VALUE_MISSING', { value: '' }],
    ['DISPUTED', { isProcessingRestricted: true }],
    ['BOUNCED', { deliveryState: 'BOUNCED' }],
    ['DISCONNECTED', { deliveryState: 'DISCONNECTED' }],
    ['RETURNED', { deliveryState: 'RETURNED' }],
    ['NOT_VALID_YET', { validFrom: '2026-03-11' }],
    ['NO_LONGER_VALID', { validUntil: '2026-03-09' }],
  ])('of a single row fails for %s, which is told beside a row that can be used', (reason, change) => {
    expect(assess({ rows: [rowOf('a', change)] })).toEqual([null, [reason]]);
    expect(assess({ rows: [rowOf('a', change), rowOf('b')] })).toEqual(['b', [reason]]);
  });

  it.each<Partial<ContactDetail>>([{ deliveryState: 'VERIFIED' }, { validFrom: '2026-03-10', validUntil: '2026-03-10' }])(
    'of a row with %j holds',
    (change) => {
      expect(assess({ rows: [rowOf('a', change)] })).toEqual(['a', []]);
    },
  );

  it.each<[string, readonly VisibleContactDetail[], string]>([
    ['the default of the whole area', [rowOf('a', { isDefault: true }), rowOf('b', { createdAt: '2026-03-10T11:00:00.000Z' })], 'a'],
    ['the newest own row', [rowOf('b', { createdAt: '2026-03-10T11:00:00.000Z' }), rowOf('a')], 'b'],
    [
      'an own row before a shared one, whose default marker counts for nothing',
      [rowOf('a'), rowOf('b', { area: 'repairs', isDefault: true, createdAt: '2026-03-10T11:00:00.000Z' })],
      'a',
    ],
    ['a shared row where no own one can be used', [rowOf('a', { value: '' }), rowOf('b', { area: 'repairs' })], 'b'],
  ])('chooses %s', (_title, rows, id) => {
    expect(assess({ rows })[0]).toBe(id);
  });

  it('tells all reasons, each once, in the order of the schema', () => {
    const rows = [rowOf('a', { validUntil: '2026-01-01', value: '' }), rowOf('b', { validUntil: '2026-01-01' })];
    const preference = preferenceOf({ doNotUseFor: [{ contactType: 'PHONE', purpose: 'SERVICE_DELIVERY' }] });
    expect(assess({ rows, preference })).toEqual([null, ['VALUE_MISSING', 'DO_NOT_USE_FOR_PURPOSE', 'NO_LONGER_VALID']]);
  });
});

describe('what the area noted', () => {
  it('refuses a kind of contact for a purpose, and no other kind or purpose', () => {
    const preference = preferenceOf({ doNotUseFor: [{ contactType: 'PHONE', purpose: 'SERVICE_DELIVERY' }] });
    expect(assess({ preference })).toEqual([null, ['DO_NOT_USE_FOR_PURPOSE']]);
    expect(assess({ preference, purpose: 'EMERGENCY' })).toEqual(['a', []]);
    expect(assess({ preference, contactType: 'EMAIL', rows: [rowOf('a', { contactType: 'EMAIL' })] })).toEqual(['a', []]);
  });

  const everyDay = [] as const;
  it.each<[string, ContactPreference['timesToAvoid'][number], string, boolean]>([
    ['before it begins', { days: everyDay, from: '12:00', until: '13:00' }, '2026-03-10T11:59:59.999Z', false],
    ['as it begins', { days: everyDay, from: '12:00', until: '13:00' }, '2026-03-10T12:00:00.000Z', true],
    ['at its last minute', { days: everyDay, from: '12:00', until: '13:00' }, '2026-03-10T12:59:59.999Z', true],
    ['as it ends', { days: everyDay, from: '12:00', until: '13:00' }, '2026-03-10T13:00:00.000Z', false],
    ['on its day', { days: ['TUESDAY'], from: '12:00', until: '13:00' }, '2026-03-10T12:30:00.000Z', true],
    ['on another day', { days: ['MONDAY'], from: '12:00', until: '13:00' }, '2026-03-10T12:30:00.000Z', false],
    ['late on its day', { days: ['TUESDAY'], from: '22:00', until: '07:00' }, '2026-03-10T23:30:00.000Z', true],
    ['early on the next day', { days: ['TUESDAY'], from: '22:00', until: '07:00' }, '2026-03-11T06:59:00.000Z', true],
    ['as it ends on the next day', { days: ['TUESDAY'], from: '22:00', until: '07:00' }, '2026-03-11T07:00:00.000Z', false],
    ['early on its own day', { days: ['TUESDAY'], from: '22:00', until: '07:00' }, '2026-03-10T06:00:00.000Z', false],
    ['early on the Monday after a Sunday', { days: ['SUNDAY'], from: '22:00', until: '07:00' }, '2026-03-09T06:00:00.000Z', true],
    ['at midnight between', { days: everyDay, from: '23:00', until: '00:00' }, '2026-03-11T00:00:00.000Z', false],
    ['in summer, an hour ahead of UTC', { days: everyDay, from: '09:00', until: '10:00' }, '2026-07-14T08:30:00.000Z', true],
    ['in summer, by UTC', { days: everyDay, from: '09:00', until: '10:00' }, '2026-07-14T09:30:00.000Z', false],
    ['just before the clocks go forward', { days: ['SUNDAY'], from: '00:30', until: '01:00' }, '2026-03-29T00:59:00.000Z', true],
    ['just after the clocks went forward', { days: ['SUNDAY'], from: '02:00', until: '03:00' }, '2026-03-29T01:00:00.000Z', true],
    ['in the first 01:30 as the clocks go back', { days: ['SUNDAY'], from: '01:00', until: '02:00' }, '2026-10-25T00:30:00.000Z', true],
    ['in the second 01:30 as the clocks go back', { days: ['SUNDAY'], from: '01:00', until: '02:00' }, '2026-10-25T01:30:00.000Z', true],
    ['after both', { days: ['SUNDAY'], from: '01:00', until: '02:00' }, '2026-10-25T02:00:00.000Z', false],
  ])('about a time to avoid counts %s', (_title, time, at, isAvoided) => {
    expect(assess({ preference: preferenceOf({ timesToAvoid: [time] }), at })).toEqual(isAvoided ? [null, ['TIME_TO_AVOID']] : ['a', []]);
  });

  it('about a time to avoid is about calls and visits, not about emails', () => {
    const preference = preferenceOf({ timesToAvoid: [{ days: [], from: '09:00', until: '17:00' }] });
    const asked = (contactType: 'EMAIL' | 'ADDRESS') => assess({ preference, contactType, rows: [rowOf('a', { contactType })] });
    expect(asked('EMAIL')).toEqual(['a', []]);
    expect(asked('ADDRESS')).toEqual([null, ['TIME_TO_AVOID']]);
  });

  it('reads dates of validity as days in London', () => {
    const rows = [rowOf('a', { validFrom: '2026-07-15' })];
    expect(assess({ rows, at: '2026-07-14T22:59:00.000Z' })).toEqual([null, ['NOT_VALID_YET']]);
    expect(assess({ rows, at: '2026-07-14T23:00:00.000Z' })).toEqual(['a', []]);
  });
});

describe('a moment in London', () => {
  it.each([
    ['2026-01-01T00:00:00.000Z', { date: '2026-01-01', time: '00:00', day: 'THURSDAY' }],
    ['2026-06-30T23:05:00.000Z', { date: '2026-07-01', time: '00:05', day: 'WEDNESDAY' }],
    ['2026-12-31T23:59:59.999Z', { date: '2026-12-31', time: '23:59', day: 'THURSDAY' }],
  ])('at %s is %j', (at, expected) => {
    expect(londonMoment(Date.parse(at))).toEqual(expected);
  });
});

describe("the area's own rows", () => {
  it('are those of the area that are shown in full; a default is one of them', () => {
    const masked = rowOf('a', { outcome: 'MASK', isDefault: true });
    const shared = rowOf('b', { area: 'repairs', isDefault: true });
    const own = rowOf('c', { isDefault: true, team: 'north' });
    const rows = [masked, shared, own];
    expect(ownRows(rows, 'housing')).toEqual([own]);
    expect(ownRows(rows, null)).toEqual([]);
    const asked = { area: 'housing', contactType: 'PHONE' } as const;
    expect([findDefault(rows, asked), findDefault(rows, { ...asked, team: 'north' })]).toEqual([null, own]);
  });
});
