export {
  type ContactDetailsSubgraph,
  type ContactDetailsSubgraphParts,
  createContactDetailsSubgraph,
} from './create-contact-details-subgraph.ts';
export type { ContactBook, ContactDetail, ContactDetailInBook } from './domain/contact-book.ts';
export { policyReadRule, type Reading, type ReadRule } from './domain/read-rule.ts';
export { type BookChanges, type BookPlace, type BookWrite, ContactBookStore, type OpenContactBooks } from './store/contact-book-store.ts';
