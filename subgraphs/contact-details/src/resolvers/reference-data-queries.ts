import {
  type ContactSubTypeEntry,
  codesOfArea,
  contactRelations,
  contactSubTypes,
  type ReferenceCode,
  serviceAreaEntries,
} from '@resident-graph/schema';
import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import type { ReferenceDataCategory } from '../__generated__/schema-types.ts';

/** The list of each category. */
const lists: Readonly<Record<ReferenceDataCategory, readonly (ReferenceCode & Partial<Pick<ContactSubTypeEntry, 'contactTypes'>>)[]>> = {
  CONTACT_SUB_TYPE: contactSubTypes,
  CONTACT_RELATION: contactRelations,
};

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name, 'en');

/** The queries about reference data: everybody's codes and the acting area's own ones, never another area's. */
export const referenceDataQueries = {
  serviceAreas: () =>
    serviceAreaEntries
      .toSorted(byName)
      .map(({ code, name, state, successor }) => ({ code, name, isActive: state === 'ACTIVE', successor })),
  referenceData: (_parent, { category }, { subject }) =>
    codesOfArea(lists[category], subject.actingArea)
      .toSorted(byName)
      .map(({ code, name, area, contactTypes }) => ({ code, name, contactTypes: contactTypes ?? null, serviceArea: area })),
} satisfies QueryResolvers;
