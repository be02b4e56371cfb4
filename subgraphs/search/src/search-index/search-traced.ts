import { currentTraceRecorder } from '@resident-graph/service-kit';
import type { PersonSearchPage, PersonSearchQuery } from '../domain/person-search.ts';
import type { SearchIndex } from './search-index.ts';

/** Asks the index, and tells the trace of the request what was asked; of the text only that there is one. Errors are the index's. */
export const searchTraced = async (index: Pick<SearchIndex, 'searchPersons'>, query: PersonSearchQuery): Promise<PersonSearchPage> => {
  const askedAt = performance.now();
  const page = await index.searchPersons(query);
  currentTraceRecorder()?.search({ ...query }, { found: page.total, askedAt });
  return page;
};
