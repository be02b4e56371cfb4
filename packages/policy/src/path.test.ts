import { subjectKinds } from '@resident-graph/schema';
import { describe, expect, test } from 'vitest';
import {
  at,
  breakGlass,
  consent,
  context,
  contextWith,
  day,
  legacyRow,
  officer,
  otherRow,
  ownRow,
  publicRow,
  resident,
  session,
  steward,
  support,
} from '../test/samples.ts';
import type { ContactDetailAttributes } from './contact-detail-attributes.ts';
import { createGround } from './ground.ts';
import { narrowPlace, openPaths } from './path.ts';
import type { ReadContext } from './read-context.ts';
import { roles, type Subject } from './subject.ts';

/** The numbers of the grants that are open to a subject for a row. */
const grantsOn = (subject: Subject, row: ContactDetailAttributes, reading: ReadContext): readonly number[] =>
  openPaths(createGround(subject, reading))
    .filter((path) => path.place.holds(row) && path.rows.holds(row))
    .map(({ grant }) => grant.number);

const shared = contextWith({ consents: [consent] });
const broken = contextWith({ breakGlass: [breakGlass] });
const diagnostic = contextWith({}, { diagnosticSession: session });
const triage = contextWith({}, { isLegacyTriage: true });
const historic = contextWith({}, { includeHistoric: true });
const inactive = { ...ownRow, isActive: false };

describe('the paths that are open', () => {
  test.each([
    ['G1 for an active row of the area', officer, ownRow, context, [1]],
    ['none for an inactive row', officer, inactive, context, []],
    ['G2 for an inactive row when history is asked', officer, inactive, historic, [2]],
    ['G3 under a consent', officer, otherRow, shared, [3]],
    ['none under a consent for another purpose', { ...officer, purpose: 'SAFEGUARDING' }, otherRow, shared, []],
    ['none under a consent to another area', { ...officer, actingArea: 'repairs' }, otherRow, shared, []],
    ['none under a consent of another source', officer, { ...otherRow, area: 'benefits' }, shared, []],
    ['none under a consent for another type', officer, { ...otherRow, contactType: 'EMAIL' }, shared, []],
    [
      'none under a consent for an inactive row',
      officer,
      { ...otherRow, isActive: false },
      contextWith({ consents: [consent] }, { includeHistoric: true }),
      [],
    ],
    ['none under a consent of another person', officer, { ...otherRow, targetId: 'person-2' }, shared, []],
    ["none under a consent for an organisation's row", officer, { ...otherRow, targetType: 'ORGANISATION' }, shared, []],
    [
      'G1 alone under a consent from the own area',
      officer,
      ownRow,
      contextWith({ consents: [{ ...consent, sourceArea: 'housing' }] }),
      [1],
    ],
    [
      'none under a consent by id for another row',
      officer,
      otherRow,
      contextWith({ consents: [{ ...consent, scope: { contactDetailIds: ['detail-2'] } }] }),
      [],
    ],
    ['G4 under break-glass', officer, otherRow, broken, [4]],
    ['none under break-glass of another area', { ...officer, actingArea: 'repairs' }, otherRow, broken, []],
    ['none under break-glass of somebody else', { ...officer, id: 'officer-2' }, otherRow, broken, []],
    ['none under break-glass for another person', officer, { ...otherRow, targetId: 'person-2' }, broken, []],
    ['G1 alone for an own row under break-glass', officer, ownRow, broken, [1]],
    ['none under break-glass for a row without area', officer, legacyRow, broken, []],
    ['none under break-glass for an empty area', officer, { ...legacyRow, area: '' }, broken, []],
    ['none under break-glass for an inactive row', officer, { ...otherRow, isActive: false }, broken, []],
    ['none under break-glass without an acting area', { ...officer, actingArea: null }, otherRow, broken, []],
    [
      'none under break-glass without an acting area for one that has none',
      { ...officer, actingArea: null },
      otherRow,
      contextWith({ breakGlass: [{ ...breakGlass, area: null as never }] }),
      [],
    ],
    ['none under break-glass without facts', officer, otherRow, { ...context, person: null }, []],
    ['G5 for the resident', resident, otherRow, context, [5]],
    [
      "G5 for a row under another of the resident's joined ids",
      resident,
      { ...otherRow, targetId: 'person-2' },
      contextWith({ personIds: ['person-2', 'person-1'] }),
      [5],
    ],
    [
      'none for a resident without a record where the person has no id',
      { ...resident, personId: null },
      { ...otherRow, targetId: null as never },
      contextWith({ personIds: [null as never] }),
      [],
    ],
    ["none for a resident's tenure", resident, { ...otherRow, targetType: 'TENURE' }, context, []],
    ['G6 for support', support, otherRow, diagnostic, [6]],
    ["G6 for an organisation's row", support, { ...publicRow, isPublic: false }, diagnostic, [6]],
    ["none for a tenure's row", support, { ...otherRow, targetType: 'TENURE' }, diagnostic, []],
    ['none for another area', support, ownRow, diagnostic, []],
    ['none for another purpose', { ...support, purpose: 'SERVICE_DELIVERY' }, otherRow, diagnostic, []],
    ['none without a case reference', { ...support, caseReference: null }, otherRow, diagnostic, []],
    ['none for another case', { ...support, caseReference: 'CASE-2' }, otherRow, diagnostic, []],
    [
      'none without a case reference for a session that has none',
      { ...support, caseReference: null },
      otherRow,
      contextWith({}, { diagnosticSession: { ...session, caseReference: null as never } }),
      [],
    ],
    ['none without a session', support, otherRow, context, []],
    ['none for a session without an area', support, legacyRow, contextWith({}, { diagnosticSession: { ...session, area: null } }), []],
    [
      'none for a session with an empty area',
      support,
      { ...legacyRow, area: '' },
      contextWith({}, { diagnosticSession: { ...session, area: '' } }),
      [],
    ],
    ['G7 for a steward in triage', steward, legacyRow, triage, [7]],
    ['G7 for an empty area', steward, { ...legacyRow, area: '' }, triage, [7]],
    ["G7 for an organisation's row", steward, { ...legacyRow, targetType: 'ORGANISATION' }, triage, [7]],
    ["none for an asset's row", steward, { ...legacyRow, targetType: 'ASSET' }, triage, []],
    ['none for an area that nobody knows', steward, { ...legacyRow, area: 'fisheries' }, triage, []],
    ['none outside triage', steward, legacyRow, context, []],
    ['G1 in triage too', steward, ownRow, triage, [1]],
    ["G8 for an organisation's public row", officer, publicRow, context, [8]],
    ['G1 and G8 for one of the own area', officer, { ...publicRow, area: 'housing' }, context, [1, 8]],
    ['none for one that is not public', officer, { ...publicRow, isPublic: false }, context, []],
    ["none for a person's row that says public", officer, { ...otherRow, isPublic: true }, context, []],
    ['none without an acting area', { ...officer, actingArea: null }, publicRow, context, []],
  ] as const)('%s', (_title, subject, row, reading, expected) => {
    expect(grantsOn(subject as Subject, row, reading)).toEqual(expected);
  });

  test.each([
    [1, ['officer', 'service', 'steward'], ['contact:read'], ownRow, context],
    [2, ['officer', 'service', 'steward'], ['contact:read'], inactive, historic],
    [3, ['officer', 'service'], ['contact:read'], otherRow, shared],
    [4, ['officer', 'service'], ['contact:read'], otherRow, broken],
    [5, ['resident'], roles, otherRow, context],
    [6, ['support'], ['support'], otherRow, diagnostic],
    [7, ['steward'], ['steward'], legacyRow, triage],
    [8, ['officer', 'service', 'steward'], ['contact:read'], publicRow, context],
  ] as const)('G%i opens to exactly %j with exactly %j', (number, kinds, anyRole, row, reading) => {
    for (const kind of subjectKinds) {
      for (const role of roles) {
        const subject: Subject = {
          ...officer,
          kind,
          roles: [role],
          personId: 'person-1',
          caseReference: 'CASE-1',
          purpose: kind === 'support' ? 'SUPPORT_DIAGNOSTIC' : 'SERVICE_DELIVERY',
        };
        const isOpen = kinds.some((one) => one === kind) && anyRole.some((one) => one === role);
        expect(grantsOn(subject, row, reading).includes(number), `${kind} with ${role}`).toBe(isOpen);
      }
    }
  });

  test('each consent is a path of its own, the one that ends last first, then by id', () => {
    const consents = [
      { ...consent, id: 'consent-3' },
      { ...consent, id: 'consent-2', validUntil: at(2 * day) },
      { ...consent, id: 'consent-4', validUntil: at(2 * day) },
      consent,
    ];
    const paths = openPaths(createGround(officer, contextWith({ consents })));
    expect(paths.flatMap(({ consent: one }) => (one === undefined ? [] : [one.id]))).toEqual([
      'consent-2',
      'consent-4',
      'consent-1',
      'consent-3',
    ]);
  });
});

describe('narrowPlace', () => {
  const known = { area: { $in: ['housing'] } };

  test.each([
    ['a place stays where nothing narrows it', { area: 'fisheries' }, undefined, { area: 'fisheries' }],
    ['a place of an area that acts stays', { area: 'housing' }, known, { area: 'housing' }],
    ['a place of another is none', { area: 'fisheries' }, known, null],
    ['a place of several areas stays', { area: { $in: ['repairs'] } }, known, { area: { $in: ['repairs'] } }],
    ['a place without an area gets those', { targetType: 'ORGANISATION' }, known, { targetType: 'ORGANISATION', ...known }],
  ] as const)('%s', (_title, place, book, expected) => {
    expect(narrowPlace(place, book)).toEqual(expected);
  });
});
