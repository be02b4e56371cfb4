import { serviceAreaEntries } from '@resident-graph/schema';
import { signedCallOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { referenceDataQueries } from '../src/resolvers/reference-data-queries.ts';

type Parent = Parameters<typeof referenceDataQueries.referenceData>[0];
type Context = Parameters<typeof referenceDataQueries.referenceData>[2];

const parent = {} as Parent;

const codesFor = (category: 'CONTACT_SUB_TYPE' | 'CONTACT_RELATION', actingArea: string | null) =>
  // Reference data needs nothing of the context but who asks.
  referenceDataQueries.referenceData(parent, { category }, signedCallOf({ actingArea }) as Context);

describe('reference data', () => {
  it('has for an area the codes of everybody and its own', () => {
    const own = (area: string | null) => codesFor('CONTACT_SUB_TYPE', area).filter(({ serviceArea }) => serviceArea !== null);
    expect(own('social-care').map(({ code }) => code)).toEqual(['DAY_CENTRE_ADDRESS', 'PLACEMENT_ADDRESS', 'RESPITE_ADDRESS']);
    for (const area of ['housing', 'no-such-area', null]) expect(own(area)).toEqual([]);
    expect(codesFor('CONTACT_SUB_TYPE', 'housing')).toEqual(codesFor('CONTACT_SUB_TYPE', null));
  });

  it('is in the order of the names', () => {
    const names = codesFor('CONTACT_RELATION', 'social-care').map(({ name }) => name);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(names).toContain('Shared Lives carer');
  });

  it('says which types a sub-type fits, and of a relation nothing of the kind', () => {
    expect(codesFor('CONTACT_SUB_TYPE', null)).toContainEqual({
      code: 'MOBILE',
      name: 'Mobile',
      contactTypes: ['PHONE'],
      serviceArea: null,
    });
    expect(codesFor('CONTACT_RELATION', null)).toContainEqual({ code: 'CARER', name: 'Carer', contactTypes: null, serviceArea: null });
  });

  it('names all service areas, retired ones with their successor', () => {
    const areas = referenceDataQueries.serviceAreas();
    expect(areas).toHaveLength(serviceAreaEntries.length);
    expect(areas).toContainEqual({ code: 'housing', name: 'Housing', isActive: true, successor: null });
    expect(areas).toContainEqual({ code: 'welfare-rights', name: 'Welfare rights', isActive: false, successor: 'benefits' });
  });
});
