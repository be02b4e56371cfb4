import type { PersonHitResolvers, PersonSearchResultsResolvers } from '../__generated__/resolver-types.ts';

/** A page of hits as the graph shows it. */
export const personSearchResults: PersonSearchResultsResolvers = {
  pageInfo: ({ total, page, pageSize }) => {
    const totalPages = Math.ceil(total / pageSize);
    return { page, pageSize, totalPages, hasNextPage: page < totalPages };
  },
};

/** A hit carries the person's id alone; the person subgraph tells the rest, so nothing stale is shown. */
export const personHit: PersonHitResolvers = {
  person: ({ personId }) => ({ id: personId }),
};
