import type { MutationResolvers } from '../__generated__/resolver-types.ts';

export const mutation: MutationResolvers = {
  recordContactDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.recordContactDetail(input, context),
  }),
  retireContactDetail: async (_parent, { input }, context) => ({
    contactDetail: await context.operations.retireContactDetail(input, context),
  }),
  ingestContactDetails: async (_parent, { input }, context) => ({
    results: await context.operations.ingestContactDetails(input, context),
  }),
};
