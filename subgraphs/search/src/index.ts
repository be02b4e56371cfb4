export { createSearchSubgraph, type SearchSubgraph, type SearchSubgraphParts } from './create-search-subgraph.ts';
export type { SearchIndex } from './search-index/search-index.ts';
export { openSearchIndex } from './search-index/worker-search-index.ts';
