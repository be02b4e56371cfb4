import { type DocumentDatabase, openDocumentDatabase } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { onTestFinished } from 'vitest';

/** A document store to test on, or the reason why not. */
export interface StoreToTest {
  readonly store: string;
  readonly skipped: string | false;
  /** Opens a database for the running test; all collections of this subgraph are empty. Each file of tests has a name of its own. */
  open(name: string): Promise<DocumentDatabase>;
}

const mongodbUri = process.env['TEST_MONGODB_URI'];

const collections = ['equalityInformation', 'equalitySnapshots', 'equalitySnapshotChunks'];

/** Both stores. MongoDB keeps one database for each file of tests, whose collections are emptied before and after each test. */
export const storesToTest: readonly StoreToTest[] = [
  { store: 'embedded', skipped: false, open: async () => openEmbeddedDatabase() },
  {
    store: 'MongoDB',
    skipped: mongodbUri === undefined && 'TEST_MONGODB_URI names no server',
    open: async (name) => {
      const place = { dataDirectory: '', name, databasePrefix: 'equality-test', onWarning: () => undefined };
      const database = await openDocumentDatabase({ ...place, mongodbUri });
      const empty = async (): Promise<void> => {
        for (const collection of collections) await (await database.collection({ name: collection, indexes: [] })).deleteMany({});
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
