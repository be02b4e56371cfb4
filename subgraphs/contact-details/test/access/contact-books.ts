import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContactDetailAttributes, PersonFacts } from '@resident-graph/policy';
import { type DocumentCollection, type DocumentDatabase, openDocumentDatabase } from '@resident-graph/service-kit';
import { newMarks } from '../../src/domain/contact-book.ts';
import type { PersonGroups } from '../../src/domain/person-groups.ts';
import type { ReadRule } from '../../src/domain/read-rule.ts';
import { type ContactBookDocument, contactDetailsCollection } from '../../src/store/contact-book-store.ts';
import { VisibleDetails } from '../../src/store/visible-details.ts';
import { createTestGroups } from '../person-groups.ts';

/** A row of a book reduced to what access rests on. */
export type DetailSketch = Omit<ContactDetailAttributes, 'targetId' | 'targetType' | 'area'>;

/** A book reduced to what access rests on. */
export interface BookSketch extends Pick<ContactDetailAttributes, 'targetId' | 'area'> {
  readonly targetType: 'PERSON' | 'ORGANISATION' | 'TENURE';
  readonly details: readonly DetailSketch[];
}

const at = '2026-03-10T09:30:00.000Z';

/** The id of a sketched book's document. */
export const bookId = ({ targetId, targetType, area }: Pick<BookSketch, 'targetId' | 'targetType' | 'area'>): string =>
  `${targetType}:${targetId}:${area ?? ''}`;

/** A sketched book as it is stored. */
export const toDocument = ({ targetId, targetType, area, details }: BookSketch): ContactBookDocument => ({
  _id: bookId({ targetId, targetType, area }),
  targetId,
  targetType,
  area,
  details: details.map((sketch) => ({
    ...newMarks,
    ...sketch,
    contactType: sketch.contactType as 'PHONE',
    value: '+442079460123',
    address: null,
    description: null,
    contactName: null,
    team: null,
    isDefault: false,
    validFrom: null,
    validUntil: null,
    version: 0,
    origin: 'RECORDED' as const,
    createdAt: at,
    createdBy: 'officer-1',
    lastModifiedAt: at,
    source: null,
    supersedesId: null,
    lookupKeys: [`key ${sketch.contactType}`],
    changes: [],
  })),
  preference: null,
  notices: [],
  idempotency: [],
  version: 0,
  outbox: [],
  outboxPendingAt: null,
});

/** Visible details over an embedded database in a temporary folder, which note the books that leave the collection whole. */
export interface ObservedDetails extends AsyncDisposable {
  readonly visible: VisibleDetails;
  /** The ids of the books that were read since the last call, in order. */
  takeBooksRead(): readonly string[];
  write(books: readonly BookSketch[]): Promise<void>;
  /** From now on this is recorded of the persons. */
  know(facts: ReadonlyMap<string, PersonFacts>): void;
}

const observe = (
  books: DocumentCollection<ContactBookDocument>,
  onRead: (read: readonly ContactBookDocument[]) => void,
): DocumentCollection<ContactBookDocument> => ({
  findOne: (filter) => books.findOne(filter),
  find: (filter, options) => ({
    toArray: async () => {
      const read = await books.find(filter, options).toArray();
      // Where a book stands is not yet the book.
      if (options?.projection === undefined) onRead(read);
      return read;
    },
  }),
  countDocuments: (filter) => books.countDocuments(filter),
  insertOne: (document) => books.insertOne(document),
  replaceOne: (filter, replacement, options) => books.replaceOne(filter, replacement, options),
  updateOne: (filter, update, options) => books.updateOne(filter, update, options),
  deleteOne: (filter) => books.deleteOne(filter),
  deleteMany: (filter) => books.deleteMany(filter),
  bulkWrite: (operations, options) => books.bulkWrite(operations, options),
});

/** Opens such details; on MongoDB when an address is given. */
export const openObservedDetails = async (
  options: { readonly rule?: ReadRule; readonly mongodbUri?: string; readonly groups?: PersonGroups } = {},
): Promise<ObservedDetails> => {
  const directory = await mkdtemp(join(tmpdir(), 'contact-books-'));
  const database: DocumentDatabase = await openDocumentDatabase({
    mongodbUri: options.mongodbUri,
    dataDirectory: directory,
    name: 'contact-details',
    databasePrefix: `test-${directory.slice(-6).toLowerCase()}`,
    onWarning: () => undefined,
  });
  const books = await database.collection<ContactBookDocument>(contactDetailsCollection);
  let read: string[] = [];
  let known: ReadonlyMap<string, PersonFacts> = new Map();
  return {
    visible: new VisibleDetails({
      books: observe(books, (some) => read.push(...some.map(({ _id }) => _id))),
      facts: { find: async (ids) => new Map([...known].filter(([id]) => ids.includes(id))) },
      groups: options.groups ?? createTestGroups(),
      ...(options.rule === undefined ? {} : { rule: options.rule }),
    }),
    takeBooksRead: () => {
      const taken = read.toSorted();
      read = [];
      return taken;
    },
    write: async (some) => {
      if (some.length > 0) await books.bulkWrite(some.map((book) => ({ insertOne: { document: toDocument(book) } })));
    },
    know: (facts) => {
      known = facts;
    },
    [Symbol.asyncDispose]: async () => {
      await books.deleteMany({});
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
