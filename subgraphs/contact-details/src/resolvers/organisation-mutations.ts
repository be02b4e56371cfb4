import type { MutationResolvers } from '../__generated__/resolver-types.ts';

/** The mutations of organisations. */
export const organisationMutations = {
  createOrganisation: async (_parent, { input }, context) => ({
    organisation: await context.organisations.createOrganisation(input, context),
  }),
  amendOrganisation: async (_parent, { input }, context) => ({
    organisation: await context.organisations.amendOrganisation(input, context),
  }),
} satisfies MutationResolvers;
