import { describe, expect, test } from 'vitest';
import { hasRole, isRole, type Subject } from './subject.ts';

const subject: Subject = {
  id: 'subject-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['person:read'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};

describe('roles', () => {
  test.each([
    ['person:read', true],
    ['ingest:persons', true],
    ['Person:read', false],
    ['person:*', false],
    ['', false],
    [null, false],
    [undefined, false],
    [1, false],
  ] as const)('isRole(%j) is %s', (role, expected) => {
    expect(isRole(role)).toBe(expected);
  });

  test('a subject has the roles that it has and no other', () => {
    expect(hasRole(subject, 'person:read')).toBe(true);
    expect(hasRole(subject, 'person:write')).toBe(false);
  });
});
