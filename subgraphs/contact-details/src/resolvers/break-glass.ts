import type { BreakGlassResolvers, MutationResolvers, QueryResolvers } from '../__generated__/resolver-types.ts';

/** The query about emergency openings. */
export const breakGlassQueries = {
  breakGlassQueue: (_parent, args, context) => context.breakGlass.queue(args, context),
} satisfies QueryResolvers;

/** The mutations of emergency openings. */
export const breakGlassMutations = {
  breakGlass: async (_parent, { input }, context) => ({ breakGlass: await context.breakGlass.start(input, context) }),
  endBreakGlass: async (_parent, { input }, context) => ({ breakGlass: await context.breakGlass.end(input.id, context) }),
  approveBreakGlass: async (_parent, { input }, context) => ({ breakGlass: await context.breakGlass.approve(input.id, context) }),
  reviewBreakGlass: async (_parent, { input }, context) => ({ breakGlass: await context.breakGlass.review(input, context) }),
  unlockBreakGlass: async (_parent, { input }, context) => ({ subjectId: await context.breakGlass.unlock(input, context) }),
} satisfies MutationResolvers;

/** An emergency opening as the graph shows it. */
export const breakGlass: BreakGlassResolvers = {
  person: ({ personId }) => ({ id: personId }),
  seen: (parent, _args, context) => context.breakGlass.findSeen(parent),
};
