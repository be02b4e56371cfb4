export {
  type ContactDetailsSubgraph,
  type ContactDetailsSubgraphParts,
  type ContactDetailsSubstitutes,
  createContactDetailsSubgraph,
} from './create-contact-details-subgraph.ts';
export type { ContactBook, ContactDetail, ContactDetailInBook } from './domain/contact-book.ts';
export type { PersonFactsSource } from './domain/person-facts-source.ts';
export { policyReadRule, type Reading, type ReadRule } from './domain/read-rule.ts';
export type { VisibleContactDetail } from './domain/visible-contact-detail.ts';
export { type BookChanges, type BookPlace, ContactBookStore } from './store/contact-book-store.ts';
export { VisibleDetails, type VisibleDetailsParts } from './store/visible-details.ts';
