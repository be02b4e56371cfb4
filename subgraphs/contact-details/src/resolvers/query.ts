import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { newest } from '../loaders.ts';

export const query: QueryResolvers = {
  contactDetail: (_parent, { id, includeHistoric }, { loaders }) => loaders.detailById(includeHistoric ?? false).load(id),
  contactDetails: async (_parent, { targetId, targetType, includeHistoric }, { loaders }) => {
    const rows = await loaders.detailsByTarget(includeHistoric ?? false).load(targetId);
    return newest(targetType == null ? rows : rows.filter((row) => row.targetType === targetType));
  },
};
