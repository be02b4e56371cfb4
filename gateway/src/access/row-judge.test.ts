import { type ConsentFacts, type PersonFacts, plainPerson, type ReadContext, type Subject } from '@resident-graph/policy';
import { officerSample } from '@resident-graph/service-kit/testing';
import { describe, expect, test } from 'vitest';
import { phoneAttributes } from '../../test/access/phone-attributes.ts';
import { policyJudgeRow, RowJudge } from './row-judge.ts';

const now = Date.parse('2026-03-10T09:30:00.000Z');
const instant = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
const today = { includeHistoric: false, isLegacyTriage: false };

const officer: Subject = { ...officerSample, roles: ['contact:read'] };

const consent: ConsentFacts = {
  id: 'c-1',
  personIds: ['p-1'],
  sourceArea: 'social-care',
  recipientArea: 'housing',
  purpose: 'SERVICE_DELIVERY',
  scope: { types: ['PHONE'] },
  capturedAt: instant(-2_000),
  validFrom: instant(-1_000),
  validUntil: instant(1_000),
  isRevoked: false,
  isPending: false,
};

const plain = plainPerson(['p-1']);
const consenting = (changed: Partial<ConsentFacts> = {}): PersonFacts => ({ ...plain, consents: [{ ...consent, ...changed }] });
const foreign = phoneAttributes({ area: 'social-care' });
const own = phoneAttributes();
const full = { row: own, person: plain, outcome: 'FULL' };

const passes = (attributes: unknown, options: { readonly subject?: Subject; readonly asked?: typeof today } = {}): boolean => {
  const { subject = officer, asked = today } = options;
  return new RowJudge({ subject, judge: policyJudgeRow, now }).pass(attributes, asked) !== null;
};

describe('a row passes', () => {
  test.each([
    ['of the own area', full],
    ['of another area under a consent', { ...full, row: foreign, person: consenting() }],
    ['in the first millisecond of a consent', { ...full, row: foreign, person: consenting({ validFrom: instant(0) }) }],
    ['in the last millisecond of a consent', { ...full, row: foreign, person: consenting({ validUntil: instant(1) }) }],
    ['of a person of whom nothing bears on access', { ...full, person: plainPerson([]) }],
    ['of a joined person', { ...full, person: plainPerson(['p-2', 'p-1']) }],
    ['masked because it is confidential', { ...full, row: { ...own, sensitivity: 'CONFIDENTIAL' }, outcome: 'MASK' }],
    ['of an organisation', { ...full, row: { ...own, targetType: 'ORGANISATION' }, person: null }],
    ['though something is known of a target that is no person', { ...full, row: { ...own, targetType: 'TENURE' } }],
  ])('%s', (_title, attributes) => {
    expect(passes(attributes)).toBe(true);
  });
});

describe('a row is removed', () => {
  const restriction = { compartment: [] };
  test.each([
    ['of another area', { ...full, row: foreign }],
    ['in full where a mask is due', { ...full, row: { ...own, sensitivity: 'CONFIDENTIAL' } }],
    ['masked where it may be shown in full', { ...full, outcome: 'MASK' }],
    ['of a consent that has ended', { ...full, row: foreign, person: consenting({ validUntil: instant(0) }) }],
    ['of a consent that has not begun', { ...full, row: foreign, person: consenting({ validFrom: instant(1) }) }],
    ['of a consent without an end', { ...full, row: foreign, person: consenting({ validUntil: null }) }],
    ['of a consent that was revoked', { ...full, row: foreign, person: consenting({ isRevoked: true }) }],
    ['of a consent that waits to be confirmed', { ...full, row: foreign, person: consenting({ isPending: true }) }],
    ['of a consent to another recipient', { ...full, row: foreign, person: consenting({ recipientArea: 'benefits' }) }],
    ['of a consent for another purpose', { ...full, row: foreign, person: consenting({ purpose: 'EMERGENCY' }) }],
    ['of a consent of another person', { ...full, row: foreign, person: consenting({ personIds: ['p-2'] }) }],
    ['of a restricted person', { ...full, person: { ...plain, restriction } }],
    ['with facts of another person', { ...full, person: plainPerson(['p-2']) }],
    ['with facts of nobody that bear on access', { ...full, row: foreign, person: { ...consenting(), personIds: [] } }],
    ['with a restriction of nobody', { ...full, person: { ...plain, personIds: [], restriction } }],
    ['of a person without facts', { ...full, person: null }],
    ['historic', { ...full, row: { ...own, isActive: false } }],
    ['without an area, though a steward may triage', { ...full, row: { ...own, area: null }, outcome: 'MASK' }],
  ])('%s', (_title, attributes) => {
    expect(passes(attributes)).toBe(false);
  });

  test('without an area outside legacy triage', () => {
    const subject: Subject = { ...officer, kind: 'steward', roles: ['steward'] };
    const row = { ...full, row: { ...own, area: null }, outcome: 'MASK' };
    expect(passes(row, { subject })).toBe(false);
    expect(passes(row, { subject, asked: { ...today, isLegacyTriage: true } })).toBe(true);
    expect(passes(row, { asked: { ...today, isLegacyTriage: true } })).toBe(false);
  });

  test("of somebody else's record, for a resident", () => {
    const subject: Subject = { ...officer, kind: 'resident', roles: [], actingArea: null, personId: 'p-1', purpose: 'RESIDENT_REQUEST' };
    expect(passes(full, { subject })).toBe(true);
    expect(passes({ ...full, row: { ...own, targetId: 'p-2' }, person: plainPerson(['p-2']) }, { subject })).toBe(false);
    expect(passes({ ...full, row: { ...own, targetId: 'p-2' } }, { subject })).toBe(false);
    expect(passes({ ...full, person: plainPerson([]) }, { subject })).toBe(false);
  });

  test('that a user of the service may not see', () => {
    const user: Subject = { ...officer, id: 'user-1', roles: [] };
    expect(passes(full, { subject: { ...officer, kind: 'service', onBehalfOf: user } })).toBe(false);
    expect(passes(full, { subject: { ...officer, kind: 'service', onBehalfOf: { ...user, roles: ['contact:read'] } } })).toBe(true);
  });
});

describe('attributes that lack something or are of another shape cannot be judged', () => {
  /** The attributes of an own row with every kind of fact, so that each can be spoilt. */
  const whole = {
    row: own,
    person: {
      personIds: ['p-1'],
      restriction: { compartment: [{ area: 'housing', role: 'contact:read' }, { subjectId: 'officer-1' }] },
      consents: [consent, { ...consent, scope: { contactDetailIds: ['d-1'] } }],
      objections: [{ recipientArea: 'housing', capturedAt: instant(0), isWithdrawn: false }],
      breakGlass: [
        { id: 'b-1', personIds: ['p-1'], area: 'housing', startedBy: 'officer-1', startedAt: instant(0), endedAt: null, approvedBy: null },
      ],
    },
    outcome: 'FULL',
  };

  interface Place {
    readonly path: string;
    readonly spoil: (value: unknown) => unknown;
  }

  /** The same value with the place at the end of a path spoilt or, for undefined, gone. */
  const spoilt = (value: unknown, keys: readonly string[], spoil: Place['spoil']): unknown => {
    const [key, ...rest] = keys;
    if (key === undefined) return spoil(value);
    const copy = structuredClone(value) as Record<string, unknown>;
    const changed = spoilt(copy[key], rest, spoil);
    if (changed === undefined && !Array.isArray(copy)) delete copy[key];
    else copy[key] = changed;
    return copy;
  };

  const placesOf = (value: unknown, path: readonly string[] = []): readonly string[][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesOf(inner, [...path, key])])
      : [];

  const spoilers: readonly (readonly [string, Place['spoil']])[] = [
    ['gone', () => undefined],
    ['a number', () => 7],
    ['an object', () => ({})],
    ['a list of lists', () => [[]]],
  ];

  test('whole they pass', () => {
    expect(passes(whole)).toBe(true);
  });

  test.each(spoilers)('%s, at any place', (_title, spoil) => {
    const places = placesOf(whole);
    expect(places.length).toBeGreaterThan(60);
    const passed = places.filter((place) => passes(spoilt(whole, place, spoil))).map((place) => place.join('.'));
    expect(passed).toEqual([]);
  });

  test.each([
    ['row.sensitivity', 'SECRET'],
    ['row.isActive', 'true'],
    ['row.area', ['housing']],
    ['outcome', 'HIDDEN'],
    ['outcome', 'full'],
    ['person', []],
    ['person', undefined],
    ['person.personIds', [null]],
    ['person.restriction.compartment.0.role', 'every-role'],
    ['person.consents.0.purpose', 'CURIOSITY'],
    ['person.consents.0.capturedAt', 'yesterday'],
    ['person.consents.0.validFrom', null],
    ['person.consents.0.validUntil', 'never'],
    ['person.consents.0.scope', { types: ['PHONE'], contactDetailIds: ['d-1'] }],
    ['person.objections.0.capturedAt', ''],
    ['person.breakGlass.0.startedAt', 'now'],
  ])('%s is %j', (path, value) => {
    expect(passes(spoilt(whole, path.split('.'), () => value))).toBe(false);
  });

  test.each([null, undefined, '', 'FULL', 1, true, [], [whole], {}])('%j', (attributes) => {
    expect(passes(attributes)).toBe(false);
  });
});

test('what is known of a person is compiled once for all rows of a fetch that bring the same', () => {
  const compiled: ReadContext[] = [];
  const judge = new RowJudge({
    subject: officer,
    now,
    judge: (_subject, context) => {
      compiled.push(context);
      return () => ({ outcome: 'FULL', code: 'OWN_AREA', flags: {} });
    },
  });
  for (let row = 0; row < 200; row += 1) judge.pass({ ...full, person: plainPerson(['p-1']) }, today);
  judge.pass({ ...full, person: consenting() }, today);
  judge.pass({ ...full, person: plainPerson(['p-1']) }, { ...today, includeHistoric: true });
  judge.pass({ ...full, row: { ...own, targetType: 'ASSET' }, person: null }, today);
  const context = { ...today, now, diagnosticSession: null };
  expect(compiled).toEqual([
    { ...context, person: plain },
    { ...context, person: consenting() },
    { ...context, person: plain, includeHistoric: true },
    { ...context, person: null },
  ]);
});

describe("support's session (access-model.md G6)", () => {
  const support: Subject = {
    ...officer,
    kind: 'support',
    actingArea: null,
    roles: ['support'],
    purpose: 'SUPPORT_DIAGNOSTIC',
    caseReference: 'CASE-2041',
  };
  const session = { caseReference: 'CASE-2041', area: own.area, startedAt: new Date(now - 1_000).toISOString() };
  const passes = (diagnosticSession: unknown, subject: Subject = support): boolean =>
    new RowJudge({ subject, judge: policyJudgeRow, now }).pass(
      { row: own, person: plainPerson([own.targetId]), outcome: 'MASK', diagnosticSession },
      today,
    ) !== null;

  test.each<[string, unknown, Subject | undefined, boolean]>([
    ['passes a masked row of its area', session, undefined, true],
    ['passes nothing without one', undefined, undefined, false],
    ['passes nothing of another area', { ...session, area: 'repairs' }, undefined, false],
    ['passes nothing under another case', { ...session, caseReference: 'CASE-7' }, undefined, false],
    ['passes nothing after 60 minutes', { ...session, startedAt: new Date(now - 3_600_000).toISOString() }, undefined, false],
    ['passes nothing when it cannot be read', { ...session, startedAt: 'then' }, undefined, false],
    ['serves nobody but support', session, { ...support, kind: 'governance' }, false],
  ])('%s', (_title, given, subject, isPassed) => {
    expect(passes(given, subject)).toBe(isPassed);
  });
});
