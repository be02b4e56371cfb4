import type { OrganisationResolvers } from '../__generated__/resolver-types.ts';
import { ofTargetType } from '../domain/visible-contact-detail.ts';
import { newest } from '../loaders.ts';

/** An organisation as the graph shows it. Its contact details belong to the areas that recorded them. */
export const organisation: OrganisationResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.organisationById.load(id),
  contactDetails: async ({ id }, { includeHistoric }, { loaders }) =>
    newest(ofTargetType(await loaders.detailsByTarget(includeHistoric ?? false).load(id), 'ORGANISATION')),
};
