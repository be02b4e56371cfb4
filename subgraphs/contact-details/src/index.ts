export { contactDetailsWaitSettings, toContactDetailsWaits } from './config.ts';
export {
  type ContactDetailsSubgraph,
  type ContactDetailsSubgraphParts,
  type ContactDetailsSubstitutes,
  type ContactDetailsWaits,
  createContactDetailsSubgraph,
} from './create-contact-details-subgraph.ts';
export type { ContactBook, ContactDetail, ContactDetailInBook } from './domain/contact-book.ts';
export type { PersonFactsSource } from './domain/person-facts-source.ts';
export type { Tampering } from './domain/place-tampering.ts';
export { policyReadRule, type Reading, type ReadRule } from './domain/read-rule.ts';
export type { VisibleContactDetail } from './domain/visible-contact-detail.ts';
export { type VerifyOptions, type VerifyResult, verifyAccessEvents } from './operations/verify-access-events.ts';
export { AccessEventStore, type AccessEventStoreOptions } from './store/access-event-store.ts';
export { BreakGlassStore } from './store/break-glass-store.ts';
export { type BookChanges, type BookPlace, ContactBookStore } from './store/contact-book-store.ts';
export { VisibleDetails, type VisibleDetailsParts } from './store/visible-details.ts';
