export { createPersonSubgraph, type PersonSubgraph, type PersonSubgraphParts } from './create-person-subgraph.ts';
