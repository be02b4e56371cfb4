import { badUserInput } from '@resident-graph/service-kit';
import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { changeHistoryQueries } from './change-history.ts';
import { duplicateQueries } from './duplicates.ts';

/** Most persons in one question. */
const maximumIds = 100;

export const query: QueryResolvers = {
  ...changeHistoryQueries,
  ...duplicateQueries,
  person: (_parent, { id }, { loaders }) => loaders.personById.load(id),
  persons: async (_parent, { ids }, { loaders }) => {
    if (ids.length > maximumIds) {
      throw badUserInput([{ path: 'ids', code: 'TOO_MANY', message: `Expected at most ${maximumIds} ids.` }]);
    }
    return Promise.all(ids.map((id) => loaders.personById.load(id)));
  },
};
