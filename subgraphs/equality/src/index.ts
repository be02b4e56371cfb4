export { createEqualitySubgraph, type EqualitySubgraph, type EqualitySubgraphParts } from './create-equality-subgraph.ts';
