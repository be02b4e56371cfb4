import { badUserInput, DependencyError } from '@resident-graph/service-kit';
import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { parsePersonSearchQuery } from '../domain/parse-person-search-query.ts';

export const query: QueryResolvers = {
  searchPersons: async (_parent, args, { index }) => {
    const parsed = parsePersonSearchQuery(args);
    if (!parsed.isValid) throw badUserInput(parsed.problems);
    return index.searchPersons(parsed.query).catch((cause: unknown) => {
      throw new DependencyError('SEARCH_UNAVAILABLE', 'The search index does not answer now.', { cause });
    });
  },
};
