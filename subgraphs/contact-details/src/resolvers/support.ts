import type { MutationResolvers, QueryResolvers } from '../__generated__/resolver-types.ts';

/** The question of support about a request. */
export const supportQueries = {
  requestTrace: (_parent, { requestId }, context) => context.support.requestTrace(requestId, context),
} satisfies QueryResolvers;

/** The mutation that opens a support session. */
export const supportMutations = {
  startDiagnosticSession: async (_parent, { input }, context) => ({
    diagnosticSession: await context.support.startDiagnosticSession(input, context),
  }),
} satisfies MutationResolvers;
