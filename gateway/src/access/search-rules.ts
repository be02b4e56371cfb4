import { type AccessRules, each, mayDo } from './rules.ts';

const maySearch = mayDo('person.search');

/** Who may do what with the fields of the search subgraph. */
export const searchRules: AccessRules = {
  Query: { searchPersons: maySearch },
  PersonSearchResults: each(maySearch, ['total', 'results', 'pageInfo']),
  PersonHit: each(maySearch, ['person', 'matchedOn', 'locationWithheld']),
  SearchPageInfo: each(maySearch, ['page', 'pageSize', 'totalPages', 'hasNextPage']),
};
