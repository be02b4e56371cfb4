import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentCollection, type DocumentDatabase, openDocumentDatabase } from '@resident-graph/service-kit';
import type { ReadRule } from '../../src/domain/read-rule.ts';
import { type ContactBookDocument, ContactBookStore, contactDetailsCollection } from '../../src/store/contact-book-store.ts';

/** A book reduced to what access rests on. */
export interface BookSketch {
  readonly targetId: string;
  readonly targetType: 'PERSON' | 'ORGANISATION';
  readonly area: string | null;
  readonly details: readonly { readonly id: string; readonly isActive: boolean }[];
}

const at = '2026-03-10T09:30:00.000Z';

const toDocument = ({ targetId, targetType, area, details }: BookSketch): ContactBookDocument => ({
  _id: `${targetType}:${targetId}:${area ?? ''}`,
  targetId,
  targetType,
  area,
  details: details.map(({ id, isActive }) => ({
    id,
    isActive,
    contactType: 'PHONE',
    subType: 'MOBILE',
    value: '+447700900001',
    address: null,
    description: null,
    relation: null,
    contactName: null,
    isDefault: false,
    validFrom: null,
    validUntil: null,
    version: 0,
    origin: 'RECORDED',
    createdAt: at,
    createdBy: 'officer-1',
    lastModifiedAt: at,
    source: null,
  })),
  idempotency: [],
  version: 0,
  outbox: [],
  outboxPendingAt: null,
});

/** A store over an embedded database in a temporary folder, which notes the books that leave the collection. */
export interface ObservedStore extends AsyncDisposable {
  readonly store: ContactBookStore;
  /** The books that were read since the last call. */
  takeBooksRead(): readonly ContactBookDocument[];
  write(books: readonly BookSketch[]): Promise<void>;
}

const observe = (
  books: DocumentCollection<ContactBookDocument>,
  onRead: (read: readonly ContactBookDocument[]) => void,
): DocumentCollection<ContactBookDocument> => ({
  findOne: (filter) => books.findOne(filter),
  find: (filter, options) => ({
    toArray: async () => {
      const read = await books.find(filter, options).toArray();
      onRead(read);
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

/** Opens such a store. */
export const openObservedStore = async (rule?: ReadRule): Promise<ObservedStore> => {
  const directory = await mkdtemp(join(tmpdir(), 'contact-books-'));
  const database: DocumentDatabase = await openDocumentDatabase({
    mongodbUri: undefined,
    dataDirectory: directory,
    name: 'contact-details',
    databasePrefix: 'test',
    onWarning: () => undefined,
  });
  const books = await database.collection<ContactBookDocument>(contactDetailsCollection);
  let read: ContactBookDocument[] = [];
  return {
    store: new ContactBookStore(
      observe(books, (some) => read.push(...some)),
      rule,
    ),
    takeBooksRead: () => {
      const taken = read;
      read = [];
      return taken;
    },
    write: async (some) => {
      if (some.length > 0) await books.bulkWrite(some.map((book) => ({ insertOne: { document: toDocument(book) } })));
    },
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
