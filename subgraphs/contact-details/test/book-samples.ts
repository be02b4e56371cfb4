import { createKeyedDigest } from '@resident-graph/service-kit';
import { addToBook } from '../src/domain/add-to-book.ts';
import type { RowChange, WriteCircumstances } from '../src/domain/change-contact-book.ts';
import { type ContactBook, type ContactDetail, type ContactDetailFacts, emptyBook } from '../src/domain/contact-book.ts';

let ids = 0;

/** The circumstances of every write of a test. */
export const circumstances: WriteCircumstances = {
  at: '2026-03-10T09:00:00.000Z',
  correlationId: 'correlation-1',
  by: 'officer-1',
  newId: () => {
    ids += 1;
    return `id-${ids}`;
  },
  digest: createKeyedDigest(new Uint8Array(32)),
};

/** An invented phone. */
export const factsOf = (value: string, change: Partial<ContactDetailFacts> = {}): ContactDetailFacts => ({
  contactType: 'PHONE',
  subType: 'MOBILE',
  value,
  address: null,
  description: null,
  relation: null,
  contactName: null,
  team: null,
  isDefault: false,
  isActive: true,
  validFrom: null,
  validUntil: null,
  ...change,
});

/** The book of housing for a person, with nothing in it. */
export const empty = emptyBook({ targetId: 'p1', targetType: 'PERSON', area: 'housing' });

/** Adds a detail for a caller who may learn of every row. */
export const add = (book: ContactBook, value: string, change?: Partial<ContactDetailFacts>): RowChange =>
  addToBook(book, { facts: factsOf(value, change), source: null, mayName: () => true }, circumstances);

/** A book with these phones. */
export const bookOf = (...values: readonly string[]): ContactBook => values.reduce((book, value) => add(book, value).book, empty);

/** The newest row of a book with a value. */
export const rowOfValue = (book: ContactBook, value: string): ContactDetail => {
  const row = book.details.findLast((detail) => detail.value === value);
  if (row === undefined) throw new Error('Expected a row with this value.');
  return row;
};
