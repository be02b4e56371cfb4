import type { OrganisationResolvers } from '../__generated__/resolver-types.ts';
import { newest } from '../loaders.ts';

/** An organisation as the graph shows it. Its contact details belong to the areas that recorded them. */
export const organisation: OrganisationResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.organisationById.load(id),
  contactDetails: async ({ id }, { includeHistoric }, { loaders }) =>
    newest(
      (await loaders.detailsByTarget(includeHistoric ?? false).load(id)).filter(({ access }) => access.row.targetType === 'ORGANISATION'),
    ),
};
