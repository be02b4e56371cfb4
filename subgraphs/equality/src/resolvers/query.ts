import type { QueryResolvers } from '../__generated__/resolver-types.ts';

export const query: QueryResolvers = {
  equalityInformation: (_parent, { id }, { loaders }) => loaders.informationById.load(id),
  equalityInformationByTarget: (_parent, { targetId }, { loaders }) => loaders.informationByTarget.load(targetId),
};
