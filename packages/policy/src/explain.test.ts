import { describe, expect, test } from 'vitest';
import { expectedIn, judgedSubjectOf } from '../test/judge-policy-case.ts';
import { contextOf, readPolicyCases, rowOf, textOf } from '../test/read-policy-cases.ts';
import {
  at,
  breakGlass,
  byId,
  consent,
  context,
  contextWith,
  day,
  legacyRow,
  minute,
  now,
  objection,
  officer,
  otherRow,
  ownRow,
  publicRow,
  resident,
  session,
  steward,
  support,
} from '../test/samples.ts';
import { explain } from './explain.ts';
import type { ContactDetailAttributes, ReadContext, Subject } from './index.ts';
import type { Asker } from './judged.ts';

const governance: Asker = { audience: 'governance', seesWhole: false };
const seer: Asker = { audience: 'staff', seesWhole: true };
const maskSeer: Asker = { audience: 'staff', seesWhole: false };
const themself: Asker = { audience: 'resident', seesWhole: true };

const confidential = { ...ownRow, sensitivity: 'CONFIDENTIAL' } as const;
const cases = readPolicyCases().filter((policyCase) => judgedSubjectOf(policyCase) !== null);

describe('the policy cases that were worked out independently', () => {
  test.each(cases.map((policyCase) => [textOf(policyCase, 'case_id'), textOf(policyCase, 'expected_paths'), policyCase] as const))(
    '%s is explained as it is decided (%s)',
    (_id, paths, policyCase) => {
      const subject = judgedSubjectOf(policyCase);
      if (subject === null) throw new Error('Expected a case that is judged.');
      const judged = { subject, row: rowOf(policyCase), context: contextOf(policyCase) };
      const { outcome, code } = expectedIn(policyCase);
      for (const asker of [governance, seer, themself]) expect(explain(judged, asker)).toMatchObject({ outcome, code });
      const { ruleId, nearestChange } = explain(judged, governance);
      // The rule is one of those that the case names for a path, or that nothing opens the row.
      const named = [...paths.matchAll(/G\d|C\d/gu)].map(([rule]) => rule);
      expect(named.includes(ruleId) || (ruleId === 'G9' && outcome === 'HIDDEN')).toBe(true);
      expect(nearestChange?.outcome).not.toBe(outcome);
      if (outcome === 'HIDDEN') expect(explain(judged, seer).ruleId).toBe('G9');
    },
  );
});

type Case = readonly [string, Subject, ContactDetailAttributes, ReadContext, string, string];

describe('the rule and the sentence for governance', () => {
  test.each<Case>([
    ['an own row', officer, ownRow, context, 'G1', 'This contact detail is shown in full: it is an active row of the acting area.'],
    [
      'a disputed one',
      officer,
      { ...ownRow, isProcessingRestricted: true },
      context,
      'G1',
      'This contact detail is shown in full: it is an active row of the acting area. Its accuracy is disputed: it is to look at, not to use.',
    ],
    [
      'a shared row',
      officer,
      otherRow,
      contextWith({ consents: [consent] }),
      'G3',
      `This contact detail is shown in full: it is an active row of another area, under an active consent for this recipient, purpose and scope; persons only. The consent holds until ${at(day)}.`,
    ],
    [
      'an emergency against an objection',
      officer,
      otherRow,
      contextWith({ breakGlass: [breakGlass], objections: [objection] }),
      'G4',
      'This contact detail is shown in full: it is an active row of another area, under break-glass that this subject started in the acting area for this person. The person objected to this area.',
    ],
    [
      'a confidential row',
      officer,
      confidential,
      context,
      'C5',
      'This contact detail is shown masked: it is confidential, and the caller lacks the role `confidential`.',
    ],
    [
      'a safe address',
      officer,
      { ...ownRow, sensitivity: 'SAFE_ADDRESS' },
      context,
      'C4',
      'This contact detail is shown masked: it is a safe address, and the caller lacks the role `safe-address`.',
    ],
    [
      "a third party's row",
      resident,
      { ...ownRow, relation: 'CARER' },
      context,
      'C6',
      "This contact detail is shown masked: it is a third party's, who did not agree.",
    ],
    [
      'a row in a session',
      support,
      otherRow,
      { ...context, diagnosticSession: session },
      'G6',
      "This contact detail is shown masked: it is a row of the case's area, for support in a diagnostic session of at most 60 minutes; persons and organisations only.",
    ],
    ['a row of another area', officer, otherRow, context, 'G9', 'This contact detail is hidden: no grant opens it to this caller.'],
    [
      'a row under a consent that a cap hides',
      officer,
      { ...otherRow, sensitivity: 'CONFIDENTIAL' },
      contextWith({ consents: [consent] }),
      'C5',
      'This contact detail is hidden: it is an active row of another area, under an active consent for this recipient, purpose and scope; persons only, but confidential.',
    ],
    [
      'a row of a restricted person',
      officer,
      ownRow,
      contextWith({ restriction: { compartment: [] } }),
      'C2',
      'This contact detail is hidden: it is an active row of the acting area, but of a restricted person, the caller outside the compartment.',
    ],
  ])('%s', (_title, subject, row, reading, ruleId, sentence) => {
    expect(explain({ subject, row, context: reading }, governance)).toMatchObject({ ruleId, sentence });
  });
});

describe('what others are told', () => {
  test('staff learn of a hidden row neither the cap nor a way around it', () => {
    const judged = { subject: officer, row: ownRow, context: contextWith({ restriction: { compartment: [] } }) };
    expect(explain(judged, seer)).toMatchObject({
      ruleId: 'G9',
      nearestChange: null,
      sentence: 'This contact detail is hidden: nothing opens it to this caller in this request.',
    });
  });

  test.each<[string, Subject, ContactDetailAttributes, string]>([
    ['a row in full', resident, ownRow, 'You see this contact detail in full, because it is on your own record.'],
    [
      "a third party's",
      resident,
      { ...ownRow, relation: 'CARER' },
      "You see this contact detail masked, because it is somebody else's, who did not agree that you see it.",
    ],
    ['a hidden row', resident, { ...ownRow, isWithheldFromSubject: true }, 'This contact detail is not shown in this request.'],
    [
      'a row through a service that sees less',
      { ...officer, kind: 'service', onBehalfOf: resident },
      confidential,
      'You see this contact detail masked, as far as the service through which you ask may see it.',
    ],
    [
      'a row through a service that sees as much',
      { ...officer, kind: 'service', onBehalfOf: resident },
      ownRow,
      'You see this contact detail in full, because it is on your own record.',
    ],
  ])('a resident is told of %s in a plain sentence', (_title, subject, row, sentence) => {
    expect(explain({ subject, row, context }, themself).sentence).toBe(sentence);
  });
});

describe('the nearest change', () => {
  const shared = contextWith({ consents: [consent] });
  const third = { ...otherRow, relation: 'CARER' };
  const asConsent = 'The person consents that housing sees';
  const both = { consents: [consent], breakGlass: [breakGlass] };
  test.each<[string, Subject, ContactDetailAttributes, ReadContext, object | null]>([
    ['an own row: nothing near', officer, ownRow, context, null],
    [
      'a historic row',
      officer,
      { ...ownRow, isActive: false },
      context,
      { description: 'The read asks for history (`includeHistoric`).', outcome: 'FULL', at: null },
    ],
    [
      'a shared row: the end of the consent',
      officer,
      otherRow,
      shared,
      { description: 'The consent consent-1 ends.', outcome: 'HIDDEN', at: at(day) },
    ],
    [
      'a consent that begins tomorrow',
      officer,
      otherRow,
      contextWith({ consents: [{ ...consent, validFrom: at(day), validUntil: at(2 * day) }] }),
      { description: 'The consent consent-1 begins.', outcome: 'FULL', at: at(day) },
    ],
    [
      'a consent that waits',
      officer,
      otherRow,
      contextWith({ consents: [{ ...consent, isPending: true }] }),
      { description: 'The consent that waits is confirmed by the owning area or the resident.', outcome: 'FULL', at: null },
    ],
    [
      'an expired consent: another one',
      officer,
      otherRow,
      contextWith({ consents: [{ ...consent, validUntil: at(-1) }] }),
      { description: `${asConsent} details of this type of social-care for SERVICE_DELIVERY.`, outcome: 'FULL', at: null },
    ],
    [
      'a consent for another purpose',
      officer,
      otherRow,
      contextWith({ consents: [{ ...consent, purpose: 'SAFEGUARDING' }] }),
      { description: 'The request claims the purpose SAFEGUARDING, for which there is a consent.', outcome: 'FULL', at: null },
    ],
    [
      'a confidential own row',
      officer,
      confidential,
      context,
      { description: 'The caller has the role `confidential`.', outcome: 'FULL', at: null },
    ],
    [
      'an own safe address',
      officer,
      { ...ownRow, sensitivity: 'SAFE_ADDRESS' },
      context,
      { description: 'The caller has the role `safe-address`.', outcome: 'FULL', at: null },
    ],
    [
      'a caller without role',
      { ...officer, roles: [] },
      ownRow,
      context,
      { description: 'The caller has the role `contact:read`.', outcome: 'FULL', at: null },
    ],
    [
      'a confidential row of another area',
      officer,
      { ...otherRow, sensitivity: 'CONFIDENTIAL' },
      context,
      { description: `${asConsent} this detail of social-care, named by id, for SERVICE_DELIVERY.`, outcome: 'FULL', at: null },
    ],
    [
      "a third party's row under a consent by id",
      officer,
      third,
      contextWith({ consents: [byId] }),
      { description: 'The third party agrees.', outcome: 'FULL', at: null },
    ],
    [
      "a third party's row",
      officer,
      third,
      context,
      {
        description:
          'The third party agrees, and the person consents that housing sees this detail of social-care, named by id, for SERVICE_DELIVERY.',
        outcome: 'FULL',
        at: null,
      },
    ],
    [
      'a disputed row under a consent',
      officer,
      { ...otherRow, isProcessingRestricted: true },
      shared,
      { description: 'The dispute about its accuracy is resolved.', outcome: 'FULL', at: null },
    ],
    [
      'an emergency: its end',
      officer,
      otherRow,
      contextWith({ breakGlass: [breakGlass] }),
      { description: 'The emergency opening ends.', outcome: 'HIDDEN', at: at(20 * minute) },
    ],
    [
      'an emergency beside a consent: the end of the consent',
      officer,
      otherRow,
      contextWith(both),
      { description: 'The consent consent-1 ends.', outcome: 'HIDDEN', at: at(day) },
    ],
    [
      'a restricted person in an emergency',
      officer,
      otherRow,
      contextWith({ breakGlass: [breakGlass], restriction: { compartment: [] } }),
      { description: 'A second person with `safeguarding` approves the emergency opening.', outcome: 'FULL', at: null },
    ],
    [
      'a restricted person',
      officer,
      ownRow,
      contextWith({ restriction: { compartment: [] } }),
      { description: 'The restriction of the person is lifted.', outcome: 'FULL', at: null },
    ],
    [
      'a session: its end',
      support,
      otherRow,
      { ...context, diagnosticSession: session },
      { description: 'The diagnostic session ends.', outcome: 'HIDDEN', at: at(50 * minute) },
    ],
    [
      'support without a session',
      support,
      otherRow,
      context,
      { description: "Support opens a diagnostic session for the detail's area.", outcome: 'MASK', at: null },
    ],
    [
      'a row without area',
      steward,
      legacyRow,
      context,
      { description: 'A steward reads it through `legacyTriage`.', outcome: 'MASK', at: null },
    ],
    [
      'a withheld row',
      resident,
      { ...ownRow, isWithheldFromSubject: true },
      context,
      { description: 'The detail is not withheld from the resident any more.', outcome: 'FULL', at: null },
    ],
    [
      'an emergency contact of a disputed row',
      officer,
      { ...third, relation: 'EMERGENCY_CONTACT', isProcessingRestricted: true },
      context,
      { description: 'In an emergency: the caller breaks glass (role `break-glass`), for 30 minutes.', outcome: 'FULL', at: null },
    ],
    ['a row of a retired area: nothing near', officer, { ...otherRow, area: 'welfare-rights' }, context, null],
    [
      'a consent by type under an objection',
      officer,
      otherRow,
      contextWith({ consents: [consent], objections: [{ ...objection, capturedAt: at(0) }] }),
      { description: 'The person withdraws the objection to housing.', outcome: 'FULL', at: null },
    ],
    ['a tenure of another area: nothing near', officer, { ...otherRow, targetType: 'TENURE' }, context, null],
    ['a published detail: nothing near', officer, publicRow, context, null],
    [
      'a service with a user who lacks the role',
      { ...officer, kind: 'service', onBehalfOf: { ...officer, roles: [] } },
      ownRow,
      context,
      { description: 'The caller has the role `contact:read`.', outcome: 'FULL', at: null },
    ],
  ])('%s', (_title, subject, row, reading, expected) => {
    expect(explain({ subject, row, context: reading }, governance).nearestChange).toEqual(expected);
  });

  test('no objection to another area shows in what staff are told', () => {
    const told = (person: Parameters<typeof contextWith>[0]) =>
      explain({ subject: officer, row: otherRow, context: contextWith(person) }, seer).nearestChange;
    expect(told({ objections: [objection] })).toEqual(told({}));
    expect(told({})).toMatchObject({ outcome: 'FULL' });
  });

  test('of a row that the asker sees masked only history and roles are told', () => {
    const judged = { subject: { ...officer, actingArea: 'repairs' }, row: ownRow, context } as const;
    expect(explain(judged, maskSeer).nearestChange).toBeNull();
    expect(explain(judged, seer).nearestChange).not.toBeNull();
    expect(explain({ ...judged, subject: officer, row: confidential }, maskSeer).nearestChange).toMatchObject({ outcome: 'FULL' });
  });

  test('nothing that has begun or ended lies ahead', () => {
    const over = contextWith({ consents: [{ ...consent, validUntil: at(0) }] }, { now });
    expect(explain({ subject: officer, row: otherRow, context: over }, governance).nearestChange?.at).toBeNull();
  });
});
