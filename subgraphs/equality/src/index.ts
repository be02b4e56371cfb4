export { createEqualitySubgraph, type EqualitySubgraph, type EqualitySubgraphParts } from './create-equality-subgraph.ts';
export { reportSettings } from './report-settings.ts';
export { type EqualityInformationDocument, equalityInformationCollection } from './store/equality-information-store.ts';
