import type { ContactDetailEvent } from '@resident-graph/schema';
import {
  bulkWriteFailures,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type IdempotencyMark,
  isDuplicateKey,
  outboxIndex,
  type StoredDocument,
  startOutbox,
  type WithOutbox,
  withEvents,
} from '@resident-graph/service-kit';
import { type ContactBook, type ContactDetail, type ContactDetailFacts, emptyBook, newMarks } from '../domain/contact-book.ts';

/** A contact book as stored; `_id` is target type, target and area, so a target has one book for each area. */
export interface ContactBookDocument extends WithOutbox<ContactDetailEvent>, ContactBook {}

export const contactDetailsCollection: CollectionDeclaration = {
  name: 'contactDetails',
  indexes: [
    // All three, so that the embedded store tells by the index alone that a book of another area is not to be read.
    { name: 'target-area-type', key: { targetId: 1, area: 1, targetType: 1 } },
    { name: 'area', key: { area: 1 } },
    { name: 'detail-id', key: { 'details.id': 1 }, isMultikey: true },
    { name: 'lookup-key', key: { 'details.lookupKeys': 1 }, isMultikey: true },
    { name: 'open-notice', key: { 'notices.openFor': 1 }, isMultikey: true },
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

/** Where a book stands. */
export type BookPlace = Pick<ContactBook, 'targetId' | 'targetType' | 'area'>;

/** The target of a book by its `_id`. */
export const targetOf = (id: string): string => id.slice(id.indexOf(':') + 1, id.lastIndexOf(':'));

const areaOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

const toId = ({ targetType, targetId, area }: BookPlace): string => `${targetType}:${targetId}:${area ?? ''}`;

/** What details of earlier versions lack. */
const olderDetail: Omit<
  ContactDetail,
  keyof ContactDetailFacts | 'id' | 'version' | 'origin' | 'createdAt' | 'createdBy' | 'lastModifiedAt' | 'source'
> &
  Pick<ContactDetail, 'team'> = { ...newMarks, team: null, supersedesId: null, lookupKeys: [], changes: [] };

const laterFields = Object.keys(olderDetail);

// Not spread over the defaults each time: that costs more than everything else that is done to a row.
const toDetail = (detail: ContactDetail): ContactDetail =>
  laterFields.every((field) => Object.hasOwn(detail, field)) ? detail : { ...olderDetail, ...detail };

/** A book as the domain knows it. Documents of earlier versions lack what was added since. */
export const toBook = ({ _id, outbox, outboxPendingAt, ...book }: ContactBookDocument): ContactBook => ({
  ...book,
  preference: book.preference ?? null,
  notices: book.notices ?? [],
  details: book.details.map(toDetail),
});

/** The contact books of this subgraph, for writing; nothing of what is read here is shown. Reading for callers is `VisibleDetails`. */
export class ContactBookStore {
  readonly #books: DocumentCollection<ContactBookDocument>;

  constructor(books: DocumentCollection<ContactBookDocument>) {
    this.#books = books;
  }

  static async open(database: DocumentDatabase): Promise<ContactBookStore> {
    return new ContactBookStore(await database.collection<ContactBookDocument>(contactDetailsCollection));
  }

  /** The collection, for the relay and for reading. */
  get collection(): DocumentCollection<ContactBookDocument> {
    return this.#books;
  }

  /** The book at a place, empty when nothing was recorded there. */
  async getBook(place: BookPlace): Promise<ContactBook> {
    const document = await this.#books.findOne({ _id: toId(place) });
    return document === null ? emptyBook(place) : toBook(document);
  }

  /** The books at several places, in their order. */
  async getBooks(places: readonly BookPlace[]): Promise<readonly ContactBook[]> {
    const documents = await this.#books.find({ _id: { $in: places.map(toId) } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, toBook(document)]));
    return places.map((place) => byId.get(toId(place)) ?? emptyBook(place));
  }

  /** The areas that have a book of a person, by the places alone: nothing is looked into. */
  async findAreas(personId: string): Promise<readonly string[]> {
    const places: readonly StoredDocument[] = await this.#books
      .find({ targetId: personId, targetType: 'PERSON' }, { projection: { _id: 1 } })
      .toArray();
    return places.map(({ _id }) => areaOf(_id)).filter((area) => area !== '');
  }

  /** The marks that an idempotency key left, in whichever books. */
  async findMarks(scope: string): Promise<readonly IdempotencyMark[]> {
    const documents = await this.#books.find({ 'idempotency.scope': scope }).toArray();
    return documents.flatMap(({ idempotency }) => idempotency.filter((mark) => mark.scope === scope));
  }

  /** The book of an area that holds a detail; null when there is none, or it is another area's. */
  async findBookOfDetail(detailId: string, area: string): Promise<ContactBook | null> {
    // First whose it is, by the indexes alone: a book of another area is not looked into, and takes no time that would tell of it.
    const places: readonly StoredDocument[] = await this.#books.find({ 'details.id': detailId }, { projection: { _id: 1 } }).toArray();
    const place = places.find(({ _id }) => areaOf(_id) === area);
    const document = place === undefined ? null : await this.#books.findOne({ _id: place._id });
    return document === null || !document.details.some(({ id }) => id === detailId) ? null : toBook(document);
  }

  /** The book of an area that holds an open notice for a team of it; null when there is none. */
  async findBookOfNotice(
    noticeId: string,
    place: { readonly area: string; readonly teams: readonly string[] },
  ): Promise<ContactBook | null> {
    const documents = await this.#books.find({ area: place.area, 'notices.openFor': { $in: [...place.teams] } }).toArray();
    const document = documents.find(({ notices }) => notices.some(({ id }) => id === noticeId));
    return document === undefined ? null : toBook(document);
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
