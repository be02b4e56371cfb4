import { badUserInput, DependencyError } from '@resident-graph/service-kit';
import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { parsePersonSearchQuery } from '../domain/parse-person-search-query.ts';
import { searchTraced } from '../search-index/search-traced.ts';

export const query: QueryResolvers = {
  searchPersons: async (_parent, args, context) => {
    const parsed = parsePersonSearchQuery(args);
    if (!parsed.isValid) throw badUserInput(parsed.problems);
    const page = await searchTraced(context.index, parsed.query).catch((cause: unknown) => {
      throw new DependencyError('SEARCH_UNAVAILABLE', 'The search index does not answer now.', { cause });
    });
    const results = await context.showHits(page.results, context);
    if (page.matchedIds.length > 0) {
      const resourceIds = results.map(({ personId }) => personId);
      context.disclose({ action: 'person.match', personIds: [...page.matchedIds], resourceIds });
    }
    return { ...page, results };
  },
};
