import type { ContactDetailEvent } from '@resident-graph/schema';
import {
  bulkWriteFailures,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type DocumentFilter,
  type IdempotencyMark,
  isDuplicateKey,
  outboxIndex,
  startOutbox,
  type WithOutbox,
  withEvents,
} from '@resident-graph/service-kit';
import { type ContactBook, type ContactDetailInBook, emptyBook, inBook } from '../domain/contact-book.ts';
import { policyReadRule, type Reading, type ReadRule } from '../domain/read-rule.ts';

/** A contact book as stored; `_id` is target type, target and area, so a target has one book for each area. */
export interface ContactBookDocument extends WithOutbox<ContactDetailEvent>, ContactBook {}

export const contactDetailsCollection: CollectionDeclaration = {
  name: 'contactDetails',
  indexes: [
    { name: 'target-area', key: { targetId: 1, area: 1 } },
    { name: 'detail-id', key: { 'details.id': 1 }, isMultikey: true },
    { name: 'idempotency-scope', key: { 'idempotency.scope': 1 }, isMultikey: true },
    outboxIndex,
  ],
};

/** Several changes of one book in one write, each with its event. */
export interface BookChanges {
  /** As it was read. */
  readonly before: ContactBook;
  readonly book: ContactBook;
  readonly events: readonly [ContactDetailEvent, ...ContactDetailEvent[]];
}

/** Opens the contact books of a database, read under a rule. */
export type OpenContactBooks = (database: DocumentDatabase, rule: ReadRule) => Promise<ContactBookStore>;

/** Where a book stands. */
export type BookPlace = Pick<ContactBook, 'targetId' | 'targetType' | 'area'>;

const toId = ({ targetType, targetId, area }: BookPlace): string => `${targetType}:${targetId}:${area ?? ''}`;

const toBook = ({ _id, outbox, outboxPendingAt, ...book }: ContactBookDocument): ContactBook => book;

/** A changed book with its event; no event, no write. */
export interface BookWrite {
  readonly book: ContactBook;
  readonly event: ContactDetailEvent;
}

/**
 * The contact books of this subgraph. What is read for a caller passes the read rule before it leaves: the filter keeps books of other
 * areas from being read at all, the predicate removes hidden rows inside a book.
 */
export class ContactBookStore {
  readonly #books: DocumentCollection<ContactBookDocument>;
  readonly #rule: ReadRule;

  constructor(books: DocumentCollection<ContactBookDocument>, rule: ReadRule = policyReadRule) {
    this.#books = books;
    this.#rule = rule;
  }

  static async open(database: DocumentDatabase, rule?: ReadRule): Promise<ContactBookStore> {
    return new ContactBookStore(await database.collection<ContactBookDocument>(contactDetailsCollection), rule);
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<ContactBookDocument> {
    return this.#books;
  }

  /** All rows of the targets that the reader may see. */
  async findVisibleByTarget(targetIds: readonly string[], reading: Reading): Promise<readonly ContactDetailInBook[]> {
    return this.#findVisible({ targetId: { $in: [...targetIds] } }, reading);
  }

  /** The rows with these ids that the reader may see. */
  async findVisibleById(ids: readonly string[], reading: Reading): Promise<readonly ContactDetailInBook[]> {
    const wanted = new Set(ids);
    const rows = await this.#findVisible({ 'details.id': { $in: [...ids] } }, reading);
    return rows.filter(({ id }) => wanted.has(id));
  }

  async #findVisible(what: DocumentFilter, reading: Reading): Promise<readonly ContactDetailInBook[]> {
    const books = await this.#books.find({ $and: [what, this.#rule.books(reading.subject, reading)] }).toArray();
    return books
      .flatMap((book) => book.details.map((detail) => inBook(book, detail)))
      .filter((row) => this.#rule.outcome(reading.subject, row, reading) !== 'HIDDEN');
  }

  /** The book at a place, empty when nothing was recorded there. For writing; nothing of it is shown. */
  async getBook(place: BookPlace): Promise<ContactBook> {
    const document = await this.#books.findOne({ _id: toId(place) });
    return document === null ? emptyBook(place) : toBook(document);
  }

  /** The books at several places, in their order. For writing. */
  async getBooks(places: readonly BookPlace[]): Promise<readonly ContactBook[]> {
    const documents = await this.#books.find({ _id: { $in: places.map(toId) } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, toBook(document)]));
    return places.map((place) => byId.get(toId(place)) ?? emptyBook(place));
  }

  /** The marks that an idempotency key left, in whichever books. */
  async findMarks(scope: string): Promise<readonly IdempotencyMark[]> {
    const documents = await this.#books.find({ 'idempotency.scope': scope }).toArray();
    return documents.flatMap(({ idempotency }) => idempotency.filter((mark) => mark.scope === scope));
  }

  /** The book of an area that holds a detail; null when there is none, or it is another area's. */
  async findBookOfDetail(detailId: string, area: string): Promise<ContactBook | null> {
    const document = await this.#books.findOne({ 'details.id': detailId, area });
    return document === null ? null : toBook(document);
  }

  /** Writes a book whose version went up by one. False when somebody else wrote it first: read it again and repeat the change. */
  async save({ book, event }: BookWrite): Promise<boolean> {
    if (book.version > 0) return this.saveChanges({ before: { ...book, version: book.version - 1 }, book, events: [event] });
    const [isWritten = false] = await this.insertMany([{ before: book, book, events: [event] }]);
    return isWritten;
  }

  /** Writes the changes of a book that exists, several in one write. False when somebody else wrote it first. */
  async saveChanges({ before, book, events }: BookChanges): Promise<boolean> {
    const outcome = await this.#books.updateOne({ _id: toId(book), version: before.version }, withEvents(events, { ...book }));
    return outcome.matchedCount > 0;
  }

  /** Writes new books at once; answers for each whether it was written. */
  async insertMany(changes: readonly BookChanges[]): Promise<readonly boolean[]> {
    const written = changes.map(() => true);
    if (changes.length === 0) return written;
    try {
      await this.#books.bulkWrite(
        changes.map(({ book, events }) => ({ insertOne: { document: { _id: toId(book), ...book, ...startOutbox(...events) } } })),
        { ordered: false },
      );
    } catch (error) {
      const failures = bulkWriteFailures(error);
      if (failures?.every(isDuplicateKey) !== true) throw error;
      for (const { index } of failures) written[index] = false;
    }
    return written;
  }
}
