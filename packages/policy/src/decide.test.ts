import { serviceAreas, subjectKinds } from '@resident-graph/schema';
import { describe, expect, test } from 'vitest';
import {
  at,
  breakGlass,
  byId,
  consent,
  context,
  contextWith,
  day,
  legacyRow,
  objection,
  officer,
  otherRow,
  ownRow,
  personWith,
  publicRow,
  resident,
  session,
  steward,
  support,
} from '../test/samples.ts';
import { createDecide, decide, explainPaths, judgedPaths } from './decide.ts';
import type { ConsentFacts } from './read-context.ts';
import { roles, type Subject } from './subject.ts';

const action = 'contact-detail.read';
const historic = contextWith({}, { includeHistoric: true });
const inactive = { ...ownRow, isActive: false };
const defaultDeny = { outcome: 'HIDDEN', code: 'DEFAULT_DENY', flags: {} };
const full = (code: string, flags = {}) => ({ outcome: 'FULL', code, flags });

describe('decide on rows of the own area', () => {
  test.each([
    ['an active row is open', {}, ownRow, context, full('OWN_AREA')],
    ['an active row is open when history is asked', {}, ownRow, historic, full('OWN_AREA')],
    ['an inactive row is hidden', {}, inactive, context, defaultDeny],
    ['an inactive row is open when history is asked', {}, inactive, historic, full('OWN_HISTORY')],
    ['a row of another area is hidden', {}, otherRow, context, defaultDeny],
    ['the history of another area is hidden', {}, { ...otherRow, isActive: false }, historic, defaultDeny],
    ['a row without an area is hidden', {}, legacyRow, historic, defaultDeny],
    ['a row with an empty area is hidden', {}, { ...ownRow, area: '' }, historic, defaultDeny],
    ['an area in other letters is another area', {}, { ...ownRow, area: 'Housing' }, historic, defaultDeny],
    ['nobody acts for no area', { actingArea: null }, legacyRow, historic, defaultDeny],
    ['nobody acts for an empty area', { actingArea: '' }, { ...ownRow, area: '' }, historic, defaultDeny],
    [
      'an acting area that nobody knows opens none of its rows',
      { actingArea: 'fisheries' },
      { ...ownRow, area: 'fisheries' },
      historic,
      defaultDeny,
    ],
    ['without contact:read a row is hidden', { roles: roles.filter((role) => role !== 'contact:read') }, ownRow, historic, defaultDeny],
    ['a row of a tenure is open', {}, { ...ownRow, targetType: 'TENURE' }, context, full('OWN_AREA')],
    ['without facts a row of a person is hidden', {}, ownRow, { ...historic, person: null }, defaultDeny],
    ['without facts a row of a tenure is open', {}, { ...ownRow, targetType: 'TENURE' }, { ...historic, person: null }, full('OWN_AREA')],
  ] as const)('%s', (_title, subject, row, reading, expected) => {
    expect(decide({ ...officer, ...subject } as Subject, action, row, reading)).toEqual(expected);
  });

  test('all roles together open no row of another area', () => {
    for (const area of serviceAreas.filter((known) => known !== 'housing')) {
      expect(decide({ ...officer, roles }, action, { ...ownRow, area }, historic)).toEqual(defaultDeny);
    }
  });

  test('only officers, services and stewards read for an area', () => {
    const readers = subjectKinds.filter((kind) => decide({ ...officer, kind }, action, ownRow, context).outcome === 'FULL');
    expect(readers).toEqual(['officer', 'service', 'steward']);
  });
});

describe('decide on rows of others', () => {
  const shared = (id: string, validUntil: string) => ({
    sharedUnder: { consentId: id, purpose: 'SERVICE_DELIVERY', validUntil },
    isDefaultNull: true,
  });

  test('a row under a consent tells under which, and keeps its default marker', () => {
    expect(decide(officer, action, otherRow, contextWith({ consents: [consent] }))).toEqual(full('CONSENT', shared('consent-1', at(day))));
  });

  test.each([
    ['the consent that ends last', [consent, { ...consent, id: 'consent-2', validUntil: at(day + 1) }], 'consent-2', at(day + 1)],
    [
      'the one with the smallest id of those that end together',
      [{ ...consent, id: 'consent-2' }, consent, { ...consent, id: 'consent-3' }],
      'consent-1',
      at(day),
    ],
    [
      'the one that opens the row',
      [
        { ...consent, scope: { types: ['EMAIL'] }, validUntil: at(2 * day) },
        { ...consent, id: 'consent-2' },
      ],
      'consent-2',
      at(day),
    ],
    [
      'the one that ends last of those that name the row',
      [byId, { ...byId, id: 'consent-2', validUntil: at(day + 1) }, { ...byId, id: 'consent-3' }],
      'consent-2',
      at(day + 1),
    ],
    ['the one by id that ends last', [consent, { ...byId, id: 'consent-2', validUntil: at(day + 1) }], 'consent-2', at(day + 1)],
    ['the one by type that ends last', [byId, { ...consent, id: 'consent-2', validUntil: at(day + 1) }], 'consent-2', at(day + 1)],
  ])('of several consents %s is named', (_title, consents, id, validUntil) => {
    expect(decide(officer, action, otherRow, contextWith({ consents })).flags).toEqual(shared(id, validUntil));
  });

  test('a consent goes before break-glass, and break-glass where the consent is capped', () => {
    const both = contextWith({ consents: [consent], breakGlass: [breakGlass] });
    expect(decide(officer, action, otherRow, both).code).toBe('CONSENT');
    expect(decide(officer, action, { ...otherRow, isProcessingRestricted: true }, both)).toEqual(
      full('BREAK_GLASS', { doNotUse: true, breakGlassId: 'break-glass-1', isDefaultNull: true }),
    );
  });

  test('a disputed row under an objection carries both marks', () => {
    const reading = contextWith({ breakGlass: [breakGlass], objections: [objection] });
    expect(decide(officer, action, { ...otherRow, isProcessingRestricted: true }, reading)).toEqual(
      full('BREAK_GLASS', { doNotUse: true, breakGlassId: 'break-glass-1', isDefaultNull: true, flagged: true }),
    );
  });

  test('one compiled decision serves rows of several areas', () => {
    const judge = createDecide(
      officer,
      action,
      contextWith({ consents: [consent, { ...consent, id: 'consent-2', sourceArea: 'repairs' }] }),
    );
    const codes = [otherRow, ownRow, { ...otherRow, area: 'benefits' }, { ...otherRow, area: 'repairs' }, otherRow].map(
      (row) => judge(row).code,
    );
    expect(codes).toEqual(['CONSENT', 'OWN_AREA', 'DEFAULT_DENY', 'CONSENT', 'CONSENT']);
  });

  test.each([
    ['a resident the own record with its default marker', resident, otherRow, context, full('SELF')],
    ['a resident no other record', { ...resident, personId: 'person-2' }, otherRow, context, defaultDeny],
    ['a resident without a record nothing', { ...resident, personId: null }, otherRow, context, defaultDeny],
    [
      'support the shape of a row',
      support,
      otherRow,
      contextWith({}, { diagnosticSession: session }),
      { outcome: 'MASK', code: 'DIAGNOSTIC', flags: {} },
    ],
    [
      'a steward the shape of a row',
      steward,
      legacyRow,
      contextWith({}, { isLegacyTriage: true }),
      { outcome: 'MASK', code: 'LEGACY_TRIAGE', flags: {} },
    ],
    ["an officer an organisation's public row", officer, publicRow, context, full('PUBLIC_ORG', { isDefaultNull: true })],
    [
      'an officer a masked row without marks',
      officer,
      { ...ownRow, sensitivity: 'CONFIDENTIAL', isProcessingRestricted: true },
      context,
      { outcome: 'MASK', code: 'OWN_AREA', flags: {} },
    ],
  ] as const)('shows %s', (_title, subject, row, reading, expected) => {
    expect(decide(subject, action, row, reading)).toEqual(expected);
  });
});

describe('what makes many rows cheap', () => {
  /** The same object, noting each attribute that is read of it. */
  const watch = <T extends object>(watched: T, read: PropertyKey[]): T =>
    new Proxy(watched, {
      get: (target, name) => {
        read.push(name);
        return Reflect.get(target, name) as unknown;
      },
    });
  const readsOf = (consents: readonly ConsentFacts[]): number => {
    const read: PropertyKey[] = [];
    decide(officer, action, watch(otherRow, read), contextWith({ consents }));
    return read.length;
  };

  test.each([
    ['of another area', { sourceArea: 'repairs' as const }],
    ['for another type', { scope: { types: ['EMAIL'] } }],
    ['for another row', { scope: { contactDetailIds: ['detail-2'] } }],
  ])('consents %s are not tried on a row', (_title, facts) => {
    const consents = Array.from({ length: 50 }, (_, index) => ({ ...consent, ...facts, id: `consent-${index}` }));
    expect(readsOf(consents)).toBe(readsOf([]));
    expect(readsOf([consent])).toBeGreaterThan(readsOf([]));
  });

  test('the consents are looked through once for all rows of a type and area', () => {
    const read: PropertyKey[] = [];
    const judge = createDecide(officer, action, contextWith({ consents: [watch({ ...consent, sourceArea: 'repairs' }, read)] }));
    judge(otherRow);
    const readBefore = read.length;
    judge({ ...otherRow, id: 'detail-2' });
    expect(read).toHaveLength(readBefore);
  });

  test('the filter and the rows share the paths of a subject in a context', () => {
    const reading = contextWith({ consents: [consent] });
    expect(judgedPaths(officer, reading)).toBe(judgedPaths(officer, reading));
    expect(judgedPaths(officer, reading)).not.toBe(judgedPaths(officer, contextWith({})));
  });

  test.each([
    ['that spares every row', context, [1, 3, 4, 5, 7]],
    ['no more when the person is restricted', contextWith({ restriction: { compartment: [] } }), [1, 2, 3, 4, 5, 7]],
    ['no more when the roles spare every row', historic, [1, 3, 4, 5]],
  ])('a cell %s is not asked', (_title, reading, expected) => {
    expect(judgedPaths(officer, reading)[0]?.cells.map(({ cap }) => cap)).toEqual(expected);
  });
});

describe('decide on behalf of a user', () => {
  const service: Subject = { ...officer, id: 'service-1', kind: 'service', roles: ['contact:read', 'confidential'] };
  const confidential = { ...ownRow, sensitivity: 'CONFIDENTIAL' } as const;

  test.each([
    ["the lower outcome is the user's", { ...service, onBehalfOf: officer }, confidential, 'MASK', 'OWN_AREA'],
    [
      "the lower outcome is the service's",
      { ...service, roles: ['contact:read'], onBehalfOf: { ...officer, roles: service.roles } },
      confidential,
      'MASK',
      'OWN_AREA',
    ],
    ["equal outcomes carry the user's code", { ...service, onBehalfOf: resident }, ownRow, 'FULL', 'SELF'],
    ['a user who sees nothing hides the row', { ...service, onBehalfOf: { ...officer, roles: [] } }, ownRow, 'HIDDEN', 'DEFAULT_DENY'],
    ['a service that sees nothing hides the row', { ...service, roles: [], onBehalfOf: officer }, ownRow, 'HIDDEN', 'DEFAULT_DENY'],
  ] as const)('%s', (_title, subject, row, outcome, code) => {
    const decided = decide(subject, action, row, context);
    expect([decided.outcome, decided.code]).toEqual([outcome, code]);
  });
});

describe('explainPaths', () => {
  test('tells each open path with the caps that lowered it', () => {
    const row = { ...otherRow, sensitivity: 'SAFE_ADDRESS', isProcessingRestricted: true } as const;
    const person = { consents: [consent, { ...byId, id: 'consent-2' }], breakGlass: [{ ...breakGlass, approvedBy: 'approver-1' }] };
    expect(explainPaths(officer, row, contextWith(person))).toEqual([
      { grant: 3, consentId: 'consent-1', outcome: 'HIDDEN', loweredBy: [3] },
      { grant: 3, consentId: 'consent-2', outcome: 'HIDDEN', loweredBy: [3] },
      { grant: 4, consentId: null, outcome: 'FULL', loweredBy: [] },
    ]);
  });

  test('tells one cap after the other as long as each lowers further', () => {
    const row = { ...ownRow, sensitivity: 'CONFIDENTIAL' } as const;
    expect(explainPaths(officer, row, context)).toEqual([{ grant: 1, consentId: null, outcome: 'MASK', loweredBy: [5] }]);
    const third = { ...ownRow, relation: 'CARER', isWithheldFromSubject: true };
    expect(explainPaths(resident, third, context)).toEqual([{ grant: 5, consentId: null, outcome: 'HIDDEN', loweredBy: [6, 9] }]);
  });

  test('tells nothing where no path is open', () => {
    expect(explainPaths(officer, otherRow, { ...context, person: personWith({ objections: [objection] }) })).toEqual([]);
  });
});
