import type { QueryResolvers } from '../__generated__/resolver-types.ts';

/** The queries about organisations. */
export const organisationQueries = {
  organisation: (_parent, { id }, { loaders }) => loaders.organisationById.load(id),
  findOrganisations: (_parent, { name }, { organisations }) => organisations.findOrganisations(name),
} satisfies QueryResolvers;
