import type { MutationResolvers } from '../__generated__/resolver-types.ts';
import { showInformation } from './show-information.ts';

export const mutation: MutationResolvers = {
  recordEqualityInformation: async (_parent, { input }, context) => ({
    equalityInformation: showInformation(context, await context.operations.recordEqualityInformation(input, context)),
  }),
  ingestEqualityInformation: async (_parent, { input }, context) => ({
    results: await context.operations.ingestEqualityInformation(input, context),
  }),
};
