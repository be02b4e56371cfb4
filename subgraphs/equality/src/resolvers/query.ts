import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { showInformation } from './show-information.ts';

export const query: QueryResolvers = {
  equalityInformation: async (_parent, { id }, context) => showInformation(context, await context.loaders.informationById.load(id)),
  equalityInformationByTarget: async (_parent, { targetId }, context) =>
    showInformation(context, await context.loaders.informationByTarget.load(targetId)),
};
