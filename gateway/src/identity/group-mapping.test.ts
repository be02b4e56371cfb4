import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseGroupMapping } from './group-mapping.ts';
import { personas } from './personas.ts';

const group = { kind: 'officer', area: 'housing', roles: ['person:read'], purposes: ['SERVICE_DELIVERY'] };
const textOf = (groups: Readonly<Record<string, unknown>>): string => JSON.stringify({ version: '1', groups });

describe('parseGroupMapping', () => {
  test('finds what a group gives', () => {
    const mapping = parseGroupMapping(textOf({ officers: group }));
    expect(mapping.version).toBe('1');
    expect(mapping.find('officers')).toEqual(group);
  });

  test.each([
    ['an unknown group', 'others', group],
    ['a group of an unknown area', 'officers', { ...group, area: 'fisheries' }],
    ['a group of an empty area', 'officers', { ...group, area: '' }],
    ['a name that every object has', 'constructor', group],
    ['the name of a prototype', '__proto__', group],
  ])('%s gives nothing', (_title, name, given) => {
    expect(parseGroupMapping(textOf({ officers: given })).find(name)).toBeUndefined();
  });

  test('a group may have no area', () => {
    expect(parseGroupMapping(textOf({ clients: { ...group, area: null } })).find('clients')?.area).toBeNull();
  });

  test.each([
    ['text that is not JSON', '{', 'The group mapping is not JSON. Expected { "version": ..., "groups": { ... } }.'],
    ['no version', JSON.stringify({ groups: {} }), '  - version: '],
    ['the kind that only subgraphs sign', textOf({ g: { ...group, kind: 'worker' } }), '  - groups.g.kind: '],
    [
      'a resident of an area',
      textOf({ g: { ...group, kind: 'resident', roles: [] } }),
      '  - groups.g: expected no area and no roles for residents, who act for themselves',
    ],
    [
      'a resident with roles',
      textOf({ g: { ...group, kind: 'resident', area: null } }),
      '  - groups.g: expected no area and no roles for residents, who act for themselves',
    ],
    ['an unknown kind', textOf({ g: { ...group, kind: 'king' } }), '  - groups.g.kind: '],
    ['an unknown role', textOf({ g: { ...group, roles: ['person:*'] } }), '  - groups.g.roles.0: '],
    ['an unknown purpose', textOf({ g: { ...group, purposes: ['MARKETING'] } }), '  - groups.g.purposes.0: '],
    ['no purpose', textOf({ g: { ...group, purposes: [] } }), '  - groups.g.purposes: '],
    ['a field that nobody reads', textOf({ g: { ...group, role: 'person:read' } }), '  - groups.g: '],
    ['an unknown default purpose', textOf({ g: { ...group, defaultPurpose: 'FUN' } }), '  - groups.g.defaultPurpose: '],
  ])('refuses %s and says where', (_title, text, expected) => {
    expect(() => parseGroupMapping(text)).toThrow(expected);
  });

  test('names every problem at once', () => {
    const text = textOf({ a: { ...group, kind: 'king' }, b: { ...group, roles: ['crown'] } });
    expect(() => parseGroupMapping(text)).toThrow(/groups\.a\.kind[\s\S]*groups\.b\.roles\.0/u);
  });
});

describe('the development mapping', () => {
  const mapping = parseGroupMapping(readFileSync(new URL('../../config/group-mapping.development.json', import.meta.url), 'utf8'));

  test.each(personas.flatMap(({ name, groups }) => groups.map((known) => [name, known] as const)))(
    'knows the group of %s: %s',
    (_persona, known) => {
      expect(mapping.find(known)).toBeDefined();
    },
  );

  test.each([
    [
      'housing-officers',
      'officer',
      'housing',
      ['person:read', 'person:write', 'contact:read', 'contact:write', 'equality:read', 'equality:maintain', 'tenancy:read', 'break-glass'],
    ],
    [
      'social-care-officers',
      'officer',
      'social-care',
      [
        'person:read',
        'person:write',
        'contact:read',
        'contact:write',
        'equality:read',
        'equality:maintain',
        'tenancy:read',
        'break-glass',
        'confidential',
      ],
    ],
    ['housing-readers', 'officer', 'housing', ['person:read', 'contact:read']],
    ['benefits-officers', 'officer', 'benefits', ['person:read', 'contact:read', 'contact:write', 'tenancy:read']],
    ['council-tax-finance', 'officer', 'council-tax', ['person:read', 'contact:read', 'tenancy:read', 'finance:read']],
    [
      'social-care-safeguarding',
      'officer',
      'social-care',
      [
        'person:read',
        'person:write',
        'contact:read',
        'contact:write',
        'equality:read',
        'equality:maintain',
        'tenancy:read',
        'break-glass',
        'confidential',
        'safe-address',
        'safeguarding',
        'identity:read',
      ],
    ],
    ['housing-safeguarding', 'officer', 'housing', ['person:read', 'contact:read', 'safeguarding']],
    ['residents', 'resident', null, []],
    ['repairs-clients', 'service', 'repairs', ['person:read', 'contact:read', 'tenancy:read']],
    ['housing-stewards', 'steward', 'housing', ['person:read', 'person:write', 'contact:read', 'contact:write', 'steward']],
    ['ingest-clients', 'service', null, ['ingest:persons', 'ingest:contact-details', 'ingest:equality-information']],
  ])('gives %s what the access model lists', (name, kind, area, roles) => {
    expect(mapping.find(name)).toMatchObject({ kind, area, roles });
  });

  const standard = ['SERVICE_DELIVERY', 'STATUTORY_NOTICE', 'RESIDENT_REQUEST', 'SAFEGUARDING', 'EMERGENCY'];
  test.each([
    ['housing-officers', [...standard, 'EQUALITY_DUTY']],
    ['social-care-officers', [...standard, 'EQUALITY_DUTY']],
    ['benefits-officers', standard],
    ['social-care-safeguarding', standard],
    ['housing-safeguarding', standard],
    ['council-tax-finance', ['SERVICE_DELIVERY']],
    ['residents', ['RESIDENT_REQUEST']],
  ])('lets %s claim the purposes that the access model lists', (name, purposes) => {
    expect(mapping.find(name)?.purposes).toEqual(purposes);
  });

  test('subject ids of personas are unique', () => {
    expect(new Set(personas.map(({ subjectId }) => subjectId)).size).toBe(personas.length);
  });
});
