import type { EqualityInformationResolvers } from '../__generated__/resolver-types.ts';
import { showInformation } from './show-information.ts';

/** An equality record as the graph shows it. */
export const equalityInformation: EqualityInformationResolvers = {
  __resolveReference: async ({ id }, context) => showInformation(context, await context.loaders.informationById.load(id)),
  person: ({ targetId }) => ({ id: targetId }),
};
