import {
  type BulkOperation,
  type BulkOutcome,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  openDocumentDatabase,
  type StoredDocument,
} from '@resident-graph/service-kit';
import { createCollectingLogger, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { onTestFinished } from 'vitest';
import { verifyAccessEvents } from '../src/operations/verify-access-events.ts';
import { openAccessEventCollections } from '../src/store/access-event-documents.ts';
import { AccessEventStore } from '../src/store/access-event-store.ts';

const mongodbUri = process.env['TEST_MONGODB_URI'];

/** Both stores, with an opener of an empty database for the running test. */
export const databasesToTest: readonly {
  readonly store: string;
  readonly skipped: string | false;
  readonly open: () => Promise<DocumentDatabase>;
}[] = [
  { store: 'embedded', skipped: false, open: async () => openEmbeddedDatabase() },
  {
    store: 'MongoDB',
    skipped: mongodbUri === undefined && 'TEST_MONGODB_URI names no server',
    open: async () => {
      const place = { dataDirectory: '', name: 'access-events', databasePrefix: 'store-test', onWarning: () => undefined };
      const database = await openDocumentDatabase({ ...place, mongodbUri });
      const { all, releases } = await openAccessEventCollections(database);
      const empty = async (): Promise<void> => {
        await all.deleteMany({});
        await releases.deleteMany({});
      };
      await empty();
      onTestFinished(async () => {
        await empty();
        await database.close();
      });
      return database;
    },
  },
];

/** Stands before every bulk write: it may count, fail, wait, or let a part through. */
export type OnBulk = (operations: BulkOperation<StoredDocument>[], write: Write) => Promise<BulkOutcome>;
type Write = (operations: BulkOperation<StoredDocument>[]) => Promise<BulkOutcome>;

const wrapDatabase = (database: DocumentDatabase, onBulk: () => OnBulk): DocumentDatabase => ({
  ping: () => database.ping(),
  close: () => database.close(),
  collection: async <T extends StoredDocument>(declaration: CollectionDeclaration): Promise<DocumentCollection<T>> => {
    const bare = await database.collection<T>(declaration);
    return new Proxy(bare, {
      get: (target, name) => {
        if (name === 'bulkWrite') {
          return (operations: BulkOperation<T>[]) =>
            onBulk()(operations as unknown as BulkOperation<StoredDocument>[], (passed) =>
              target.bulkWrite(passed as unknown as BulkOperation<T>[], { ordered: true }),
            );
        }
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  },
});

/** The secret that the stage seals with. */
const lookupSecret = new Uint8Array(32).fill(7);

/** The record of looks over a database, under a clock that the test turns, with a store that it can break. */
export const createAccessEventStage = async (database: DocumentDatabase, deadlineMilliseconds = 30_000) => {
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let ids = 0;
  const pass: OnBulk = (operations, write) => write(operations);
  let onBulk = pass;
  const wrapped = wrapDatabase(database, () => onBulk);
  const open = () =>
    AccessEventStore.open(wrapped, {
      lookupSecret,
      now: () => now,
      newId: () => {
        ids += 1;
        return `event-${String(ids).padStart(4, '0')}`;
      },
      logger: createCollectingLogger().logger,
      deadlineMilliseconds,
    });
  return {
    store: await open(),
    /** Opens the record as a process does that starts. */
    reopen: open,
    collections: await openAccessEventCollections(database),
    verify: (secret = lookupSecret) => verifyAccessEvents(database, { lookupSecret: secret }),
    setClock: (moment: string): void => {
      now = Date.parse(moment);
    },
    /** Puts something before the bulk writes; nothing takes it away. */
    breakBulk: (broken: OnBulk = pass): void => {
      onBulk = broken;
    },
  };
};

/** The stage of a test. */
export type AccessEventStage = Awaited<ReturnType<typeof createAccessEventStage>>;
