export {
  type ContactDetailsSubgraph,
  type ContactDetailsSubgraphParts,
  createContactDetailsSubgraph,
} from './create-contact-details-subgraph.ts';
export { policyReadRule, type ReadRule } from './domain/read-rule.ts';
