import type { MutationResolvers, QueryResolvers } from '../__generated__/resolver-types.ts';

/** The query about the record of looks. */
export const accessHistoryQueries = {
  accessHistory: (_parent, args, context) => context.accessHistory.accessHistory(args, context),
} satisfies QueryResolvers;

/** The mutation of the record of looks. */
export const accessHistoryMutations = {
  releaseAccessEvents: async (_parent, { input }, context) => ({
    ids: await context.accessHistory.releaseAccessEvents(input, context),
  }),
} satisfies MutationResolvers;
