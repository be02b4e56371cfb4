import type { MutationResolvers } from '../__generated__/resolver-types.ts';

export const mutation: MutationResolvers = {
  recordEqualityInformation: async (_parent, { input }, context) => ({
    equalityInformation: await context.operations.recordEqualityInformation(input, context),
  }),
  amendEqualityInformation: async (_parent, { input }, context) => ({
    equalityInformation: await context.operations.amendEqualityInformation(input, context),
  }),
  ingestEqualityInformation: async (_parent, { input }, context) => ({
    results: await context.operations.ingestEqualityInformation(input, context),
  }),
};
