import { type LinkedSystemEntry, linkedSystems } from '@resident-graph/schema';
import { errorOf, officerSample } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { type LinkedSystem, mayFollow, readLinkedSystems } from './linked-system.ts';

const entry: LinkedSystemEntry = {
  code: 'TENURE',
  rel: 'tenure',
  name: 'Tenures',
  type: 'GET',
  requires: { role: 'tenancy:read', area: null },
};

describe('the registry of linked systems', () => {
  it('has the systems of the person seed in its order, each with what its link needs', () => {
    expect(readLinkedSystems(linkedSystems).map(({ rel }) => rel)).toEqual([
      'vulnerabilities',
      'activities',
      'socialcare',
      'tenure',
      'notes',
      'cautionarycontact',
      'correspondenceaddresses',
      'addresses',
      'properties',
      'patches',
      'universalcredit',
      'housingregister',
      'homelessness',
    ]);
  });

  it.each<[string, Partial<LinkedSystemEntry>]>([
    ['a code in small letters', { code: 'tenure' }],
    ['a rel with a blank', { rel: 'te nure' }],
    ['no name', { name: ' ' }],
    ['an unknown role', { requires: { role: 'tenancy', area: null } }],
    ['an unknown area', { requires: { role: 'tenancy:read', area: 'parks' } }],
  ])('is refused with %s', (_title, change) => {
    expect(errorOf(() => readLinkedSystems([{ ...entry, ...change }]))).toMatchObject({
      message: expect.stringContaining('registry of linked systems') as string,
    });
  });

  it('is refused with one code or rel twice', () => {
    expect(() => readLinkedSystems([entry, { ...entry, rel: 'tenures' }])).toThrow('TENURE');
    expect(() => readLinkedSystems([entry, { ...entry, code: 'TENURES' }])).toThrow('TENURES');
  });
});

describe('a link', () => {
  const system: LinkedSystem = { ...entry, requires: { role: 'tenancy:read', area: 'housing' } };
  const officer = { ...officerSample, roles: ['tenancy:read'] as const };

  it.each([
    ['with role and area', officer, true],
    ['without the role', { ...officer, roles: ['person:read'] as const }, false],
    ['for another area', { ...officer, actingArea: 'social-care' }, false],
    ['without an area', { ...officer, actingArea: null }, false],
    ['on behalf of a user who may', { ...officer, onBehalfOf: officer }, true],
    ['on behalf of a user who may not', { ...officer, onBehalfOf: { ...officer, roles: [] } }, false],
  ])('is followed by whoever acts %s: %#', (_title, subject, expected) => {
    expect(mayFollow(subject, system)).toBe(expected);
  });

  it('is followed in every area where the system names none', () => {
    expect(mayFollow({ ...officer, actingArea: 'libraries' }, { ...system, requires: { role: 'tenancy:read', area: null } })).toBe(true);
  });
});
