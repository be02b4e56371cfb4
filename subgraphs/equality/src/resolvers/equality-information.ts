import type { EqualityInformationResolvers } from '../__generated__/resolver-types.ts';

/** An equality record as the graph shows it. */
export const equalityInformation: EqualityInformationResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.informationById.load(id),
  person: ({ targetId }) => ({ id: targetId }),
};
