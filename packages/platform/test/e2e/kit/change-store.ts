import { type DocumentCollection, openDocumentDatabase, type StoredDocument } from '@resident-graph/service-kit';
import type { RunningPlatform } from './start-platform.ts';

/** One collection of the contact-details subgraph. */
export interface StoredPlace<T extends StoredDocument> {
  readonly collection: string;
  /** Reads and writes past the platform, as whoever holds the store could. */
  readonly change: (documents: DocumentCollection<T>) => Promise<unknown>;
}

/**
 * Changes documents of the contact-details subgraph behind the platform's back. An embedded store belongs to one process: the platform
 * has to be stopped.
 */
export const changeStore = async <T extends StoredDocument>(
  { environment }: RunningPlatform,
  { collection, change }: StoredPlace<T>,
): Promise<void> => {
  const database = await openDocumentDatabase({
    mongodbUri: environment['MONGODB_URI'],
    dataDirectory: environment['DATA_DIR'] ?? '',
    databasePrefix: environment['MONGODB_DATABASE_PREFIX'] ?? '',
    name: 'contact-details',
    onWarning: () => undefined,
  });
  try {
    await change(await database.collection<T>({ name: collection, indexes: [] }));
  } finally {
    await database.close();
  }
};
