import { createDecide, type Decide, type Filter, type ReadContext, type Subject, toMongoFilter } from '@resident-graph/policy';

/** How reading is judged: which books are looked into, and what becomes of a row in them. */
export interface ReadRule {
  books(subject: Subject, context: ReadContext): Filter;
  createDecide(subject: Subject, context: ReadContext): Decide;
}

/** The rule of the product, from the one decision table. */
export const policyReadRule: ReadRule = {
  books: (subject, context) => toMongoFilter(subject, 'contact-detail.read', context),
  createDecide: (subject, context) => createDecide(subject, 'contact-detail.read', context),
};

/** Who reads, when, and what was asked for. */
export interface Reading extends Pick<ReadContext, 'includeHistoric' | 'isLegacyTriage' | 'now'> {
  readonly subject: Subject;
}
