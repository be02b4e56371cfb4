import { describe, expect, test } from 'vitest';
import {
  at,
  breakGlass,
  byId,
  consent,
  context,
  contextWith,
  day,
  minute,
  now,
  objection,
  officer,
  otherRow,
  ownRow,
  session,
  support,
} from '../test/samples.ts';
import { decide } from './decide.ts';
import { type ExplainedFact, factsOf } from './explain-facts.ts';
import type { Asker, Judged } from './judged.ts';

const governance: Asker = { audience: 'governance', seesWhole: false };
const seer: Asker = { audience: 'staff', seesWhole: true };
const maskSeer: Asker = { audience: 'staff', seesWhole: false };

const told = (judged: Judged, asker: Asker): readonly string[] =>
  factsOf(judged, decide(judged.subject, 'contact-detail.read', judged.row, judged.context), asker).map(
    ({ source, name, value }: ExplainedFact) => `${source} ${name} = ${value}`,
  );

const ofRequest = [
  'request kind = officer',
  'request actingArea = housing',
  'request roles = contact:read',
  'request purpose = SERVICE_DELIVERY',
  'request includeHistoric = false',
];
const ofRow = ['row targetType = PERSON', 'row area = housing', 'row contactType = PHONE', 'row subType = MOBILE', 'row isActive = true'];
const ofWholeRow = [
  'row sensitivity = STANDARD',
  'row isThirdParty = false',
  'row isProcessingRestricted = false',
  'row isWithheldFromSubject = false',
  'row isPublic = false',
];
const clock = 'clock now = 2026-03-10T09:30:00.000Z';

describe('the facts of a decision', () => {
  const own: Judged = { subject: officer, row: ownRow, context };

  test('of a row that is seen in full are request, row and clock', () => {
    expect(told(own, seer)).toEqual([...ofRequest, ...ofRow, ...ofWholeRow, clock]);
  });

  test('of a masked row are no more than the row shows', () => {
    expect(told({ ...own, row: { ...ownRow, sensitivity: 'CONFIDENTIAL' } }, maskSeer)).toEqual([...ofRequest, ...ofRow, clock]);
  });

  test('name missing things as none, and the agreement of a third party', () => {
    const judged = { subject: { ...officer, actingArea: null, roles: [] }, row: { ...ownRow, area: null, relation: 'CARER' }, context };
    expect(told(judged, seer)).toEqual(
      expect.arrayContaining([
        'request actingArea = none',
        'request roles = none',
        'row area = none',
        'row isThirdParty = true',
        'row hasThirdPartyAgreed = false',
      ]),
    );
  });

  test('name to staff what opened the row', () => {
    const shared = { subject: officer, row: otherRow, context: contextWith({ consents: [consent] }) };
    expect(told(shared, seer)).toContain(`consents consent = consent-1: for SERVICE_DELIVERY, until ${at(day)}`);
    const emergency = { ...shared, context: contextWith({ breakGlass: [breakGlass] }) };
    expect(told(emergency, seer)).toContain('breakGlass opening = break-glass-1');
  });

  test('are for governance everything that decided', () => {
    const foreign = { ...consent, id: 'consent-2', recipientArea: 'repairs' };
    const elsewhere = { ...consent, id: 'consent-3', sourceArea: 'benefits' };
    const facts = {
      consents: [consent, foreign, elsewhere, { ...byId, id: 'consent-4', validUntil: null }],
      objections: [objection],
      restriction: { compartment: [{ subjectId: officer.id }] },
      breakGlass: [
        breakGlass,
        { ...breakGlass, id: 'break-glass-2', endedAt: at(-1), approvedBy: 'approver-1' },
        { ...breakGlass, startedBy: 'officer-2' },
      ],
    };
    const judged = { subject: officer, row: otherRow, context: contextWith(facts) };
    expect(told(judged, governance).slice(10)).toEqual([
      ...ofWholeRow,
      `consents consent = consent-1: social-care to housing for SERVICE_DELIVERY, PHONE, from ${at(-day)} until ${at(day)}: active`,
      `consents consent = consent-4: social-care to housing for SERVICE_DELIVERY, details by id, from ${at(-day)} until no end: over`,
      'consents objection = true',
      'restriction restricted = true',
      'restriction isInsideCompartment = true',
      `breakGlass opening = break-glass-1: since ${at(-10 * minute)}, ended not early, approved by nobody`,
      `breakGlass opening = break-glass-2: since ${at(-10 * minute)}, ended ${at(-1)}, approved by approver-1`,
      clock,
    ]);
  });

  test.each([
    ['a withdrawn objection', { objections: [{ ...objection, isWithdrawn: true }] }],
    ['an objection to another area', { objections: [{ ...objection, recipientArea: 'repairs' }] }],
    ['nothing', {}],
  ])('tell of %s that nobody objects', (_title, facts) => {
    const judged = { subject: officer, row: otherRow, context: contextWith(facts) };
    expect(told(judged, governance)).toEqual(expect.arrayContaining(['consents objection = false', 'restriction restricted = false']));
    expect(told(judged, governance).join()).not.toContain('isInsideCompartment');
  });

  test("tell governance of support's session, and of a target that is no person nothing personal", () => {
    const judged = { subject: support, row: otherRow, context: { ...context, person: null, diagnosticSession: session } };
    expect(told(judged, governance)).toContain(`request diagnosticSession = social-care since ${at(-10 * minute)}`);
    const nowhere = { ...judged, context: { ...judged.context, now, diagnosticSession: { ...session, area: null } } };
    expect(told(nowhere, governance)).toContain(`request diagnosticSession = no area since ${at(-10 * minute)}`);
  });
});
