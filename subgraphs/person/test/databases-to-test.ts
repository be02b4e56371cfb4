import { type DocumentDatabase, openDocumentDatabase } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { onTestFinished } from 'vitest';

/** A document database to test on, or the reason why not. */
export interface DatabaseToTest {
  readonly name: string;
  readonly skipped: string | false;
  /** Opens it for the running test; the collections are empty. */
  readonly open: (collections: readonly string[]) => Promise<DocumentDatabase>;
}

const mongodbUri = process.env['TEST_MONGODB_URI'];

/** Both stores. MongoDB keeps one database for these tests. */
export const databasesToTest: readonly DatabaseToTest[] = [
  { name: 'embedded', skipped: false, open: async () => openEmbeddedDatabase() },
  {
    name: 'MongoDB',
    skipped: mongodbUri === undefined && 'TEST_MONGODB_URI names no server',
    open: async (collections) => {
      const place = { dataDirectory: '', name: 'person', databasePrefix: 'store-test', onWarning: () => undefined };
      const database = await openDocumentDatabase({ ...place, mongodbUri });
      const empty = async (): Promise<void> => {
        for (const name of collections) await (await database.collection({ name, indexes: [] })).deleteMany({});
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
