import { calledByGateway, type LockRules, mayDo } from '@resident-graph/service-kit';

const maySearch = mayDo('person.search');

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const lock: LockRules = {
  Query: { _service: calledByGateway, searchPersons: maySearch },
  PersonSearchResults: maySearch,
  PersonHit: maySearch,
  SearchPageInfo: maySearch,
  Person: calledByGateway,
  _Service: calledByGateway,
};
