import { serviceAreas, subjectKinds } from '@resident-graph/schema';
import { describe, expect, test } from 'vitest';
import type { ContactDetailAttributes } from './contact-detail-attributes.ts';
import { decide, toMongoFilter } from './decide.ts';
import { roles, type Subject } from './subject.ts';

const officer: Subject = {
  id: 'officer-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['contact:read'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
};
const row: ContactDetailAttributes = { targetType: 'PERSON', targetId: 'person-1', area: 'housing', isActive: true };
const current = { includeHistoric: false };
const historic = { includeHistoric: true };

const ownArea = { outcome: 'FULL', code: 'OWN_AREA' };
const ownHistory = { outcome: 'FULL', code: 'OWN_HISTORY' };
const defaultDeny = { outcome: 'HIDDEN', code: 'DEFAULT_DENY' };
const noBook = { _id: { $in: [] } };

describe('decide', () => {
  test.each([
    ['an active row of the acting area is open', {}, row, current, ownArea],
    ['an active row of the acting area is open when history is asked', {}, row, historic, ownArea],
    ['an inactive row of the acting area is hidden', {}, { ...row, isActive: false }, current, defaultDeny],
    ['an inactive row of the acting area is open when history is asked', {}, { ...row, isActive: false }, historic, ownHistory],
    ['a row of another area is hidden', {}, { ...row, area: 'benefits' }, current, defaultDeny],
    ['the history of another area is hidden', {}, { ...row, area: 'benefits', isActive: false }, historic, defaultDeny],
    ['a row without an area is hidden', {}, { ...row, area: null }, current, defaultDeny],
    ['a row with an empty area is hidden', {}, { ...row, area: '' }, current, defaultDeny],
    ['a row of an unknown area is hidden', {}, { ...row, area: 'fisheries' }, current, defaultDeny],
    ['an area in other letters is another area', {}, { ...row, area: 'Housing' }, current, defaultDeny],
    ['an area with a blank is another area', {}, { ...row, area: 'housing ' }, current, defaultDeny],
    ['nobody acts for no area', { actingArea: null }, { ...row, area: null }, current, defaultDeny],
    ['without contact:read a row is hidden', { roles: ['contact:write', 'person:read'] }, row, current, defaultDeny],
    ['a service reads its own area', { kind: 'service' }, row, current, ownArea],
    ['a steward reads the own area', { kind: 'steward' }, row, historic, ownArea],
    ['a resident is no staff', { kind: 'resident' }, row, current, defaultDeny],
    ['a worker has no row', { kind: 'worker' }, row, current, defaultDeny],
    ['an organisation follows the same rule', {}, { ...row, targetType: 'ORGANISATION' }, current, ownArea],
    ['the purpose opens nothing by itself', { purpose: 'EMERGENCY' }, { ...row, area: 'benefits' }, current, defaultDeny],
    ['a case reference opens nothing by itself', { caseReference: 'CASE-1' }, { ...row, area: 'benefits' }, current, defaultDeny],
  ] as const)('%s', (_title, subject, judged, context, expected) => {
    expect(decide({ ...officer, ...subject } as Subject, 'contact-detail.read', judged, context)).toEqual(expected);
  });

  test('an acting area that the reference data does not have opens nothing, not even rows of that name', () => {
    const stranger = { ...officer, actingArea: 'fisheries' as never };
    expect(decide(stranger, 'contact-detail.read', { ...row, area: 'fisheries' }, historic)).toEqual(defaultDeny);
  });

  test('no role but contact:read opens a row', () => {
    const others = roles.filter((role) => role !== 'contact:read');
    expect(decide({ ...officer, roles: others }, 'contact-detail.read', row, historic)).toEqual(defaultDeny);
  });

  test('all roles together open no row of another area', () => {
    for (const area of serviceAreas.filter((known) => known !== 'housing')) {
      expect(decide({ ...officer, roles }, 'contact-detail.read', { ...row, area }, historic)).toEqual(defaultDeny);
    }
  });

  test('only officers, services and stewards read', () => {
    const readers = subjectKinds.filter((kind) => decide({ ...officer, kind }, 'contact-detail.read', row, current).outcome === 'FULL');
    expect(readers).toEqual(['officer', 'service', 'steward']);
  });
});

describe('toMongoFilter', () => {
  test.each([
    ['current rows need a book of the area with a current row', {}, current, { area: 'housing', 'details.isActive': true }],
    [
      'history needs a book of the area with any row',
      {},
      historic,
      { area: 'housing', $or: [{ 'details.isActive': true }, { 'details.isActive': false }] },
    ],
    ['without contact:read no book is read', { roles: [] }, historic, noBook],
    ['without an acting area no book is read', { actingArea: null }, historic, noBook],
    ['a worker reads no book', { kind: 'worker' }, historic, noBook],
    ['an acting area that the reference data does not have reads no book', { actingArea: 'fisheries' as never }, historic, noBook],
  ] as const)('%s', (_title, subject, context, expected) => {
    expect(toMongoFilter({ ...officer, ...subject } as Subject, 'contact-detail.read', context)).toEqual(expected);
  });
});
