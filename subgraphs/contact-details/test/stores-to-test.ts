import {
  type CollectionDeclaration,
  type DocumentCollection,
  openDocumentDatabase,
  type StoredDocument,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { onTestFinished } from 'vitest';

/** A document store to test on, or the reason why not. */
export interface StoreToTest {
  readonly store: string;
  readonly skipped: string | false;
  /** Opens an empty collection for the running test. */
  open<T extends StoredDocument>(declaration: CollectionDeclaration): Promise<DocumentCollection<T>>;
}

const mongodbUri = process.env['TEST_MONGODB_URI'];

/** Both stores. MongoDB keeps one database for these tests, which is emptied before and after each. */
export const storesToTest: readonly StoreToTest[] = [
  { store: 'embedded', skipped: false, open: (declaration) => openEmbeddedDatabase().collection(declaration) },
  {
    store: 'MongoDB',
    skipped: mongodbUri === undefined && 'TEST_MONGODB_URI names no server',
    open: async <T extends StoredDocument>(declaration: CollectionDeclaration) => {
      const place = { dataDirectory: '', name: 'contact-details', databasePrefix: 'store-test', onWarning: () => undefined };
      const database = await openDocumentDatabase({ ...place, mongodbUri });
      const collection = await database.collection<T>(declaration);
      await collection.deleteMany({});
      onTestFinished(async () => {
        await collection.deleteMany({});
        await database.close();
      });
      return collection;
    },
  },
];
