import type { SignedCall } from '@resident-graph/service-kit';
import type { ShowHits } from './operations/show-hits.ts';
import type { SearchIndex } from './search-index/search-index.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly index: SearchIndex;
  /** Makes of found hits what the caller may see. */
  readonly showHits: ShowHits;
}
