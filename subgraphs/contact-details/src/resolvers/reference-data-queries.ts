import {
  type ContactSubTypeEntry,
  codesOfArea,
  contactRelations,
  contactSubTypes,
  type EqualityCategory,
  equalityCodeTables,
  type ReferenceCode,
  serviceAreaEntries,
} from '@resident-graph/schema';
import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import type { ReferenceDataCategory } from '../__generated__/schema-types.ts';

/** The codes of a table of equality answers: every area's. */
const equality = (category: EqualityCategory): readonly ReferenceCode[] =>
  equalityCodeTables[category].codes.map(({ code, name }) => ({ code, name, area: null }));

/** The list of each category. */
const lists: Readonly<Record<ReferenceDataCategory, readonly (ReferenceCode & Partial<Pick<ContactSubTypeEntry, 'contactTypes'>>)[]>> = {
  CONTACT_SUB_TYPE: contactSubTypes,
  CONTACT_RELATION: contactRelations,
  EQUALITY_AGE_GROUP: equality('ageGroup'),
  EQUALITY_GENDER: equality('gender'),
  EQUALITY_NATIONALITY: equality('nationality'),
  EQUALITY_ETHNIC_GROUP: equality('ethnicGroup'),
  EQUALITY_RELIGION_OR_BELIEF: equality('religionOrBelief'),
  EQUALITY_SEXUAL_ORIENTATION: equality('sexualOrientation'),
  EQUALITY_LANGUAGE: equality('language'),
  EQUALITY_HOURS_SPENT_PROVIDING_UNPAID_CARE: equality('hoursSpentProvidingUnpaidCare'),
  EQUALITY_ECONOMIC_SITUATION: equality('economicSituation'),
  EQUALITY_HOME_SITUATION: equality('homeSituation'),
  EQUALITY_ARMED_FORCES: equality('armedForces'),
  EQUALITY_COMMUNICATION_REQUIREMENTS: equality('communicationRequirements'),
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
