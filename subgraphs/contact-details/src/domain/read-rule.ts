import {
  type BookFilter,
  type ContactDetailAttributes,
  decide,
  type Outcome,
  type ReadContext,
  type Subject,
  toMongoFilter,
} from '@resident-graph/policy';

/** How reading is judged: which books are looked into, and what becomes of a row in them. */
export interface ReadRule {
  books(subject: Subject, context: ReadContext): BookFilter;
  outcome(subject: Subject, row: ContactDetailAttributes, context: ReadContext): Outcome;
}

/** The rule of the product, from the one decision table. */
export const policyReadRule: ReadRule = {
  books: (subject, context) => toMongoFilter(subject, 'contact-detail.read', context),
  outcome: (subject, row, context) => decide(subject, 'contact-detail.read', row, context).outcome,
};

/** Who reads, and whether history was asked for. */
export interface Reading extends ReadContext {
  readonly subject: Subject;
}
