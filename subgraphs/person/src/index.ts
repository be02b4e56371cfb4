export { mergeSettings } from './config.ts';
export { createPersonSubgraph, type PersonSubgraph, type PersonSubgraphParts } from './create-person-subgraph.ts';
export type { LinkAddresses } from './domain/link-addresses.ts';
export { linkSettings, readLinkAddresses } from './read-link-addresses.ts';
