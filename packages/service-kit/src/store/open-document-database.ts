import { join } from 'node:path';
import { traceDatabase } from '../tracing/traced-document-database.ts';
import type { DocumentDatabase } from './document-collection.ts';
import { openSqliteDocumentDatabase } from './sqlite-document-database.ts';

/** What decides which store a subgraph gets. */
export interface DocumentDatabaseChoice {
  /** MongoDB's connection string; undefined for the embedded store. */
  readonly mongodbUri: string | undefined;
  /** Folder of the embedded store's files. */
  readonly dataDirectory: string;
  /** The subgraph's name: the file is `<name>.db`, the MongoDB database `<databasePrefix>-<name>`. */
  readonly name: string;
  readonly databasePrefix: string;
  /** Told what an operator should know, such as a MongoDB server without fail-over. */
  readonly onWarning: (message: string) => void;
}

/**
 * Opens a subgraph's own database: on MongoDB when its URI is set, else in an SQLite file of the data folder. What a request asks of it is
 * told to its trace.
 * @throws StoreUnavailableError, StoreLocationError
 */
export const openDocumentDatabase = async (choice: DocumentDatabaseChoice): Promise<DocumentDatabase> => {
  const { mongodbUri: uri, dataDirectory, name, databasePrefix, onWarning } = choice;
  if (uri === undefined) return traceDatabase(openSqliteDocumentDatabase({ path: join(dataDirectory, `${name}.db`) }));
  // Loaded when it is needed only: the driver costs some 90 ms of the start and 16 MB.
  const { openMongoDocumentDatabase } = await import('./mongo-document-database.ts');
  return traceDatabase(await openMongoDocumentDatabase({ uri, databaseName: `${databasePrefix}-${name}`, onWarning }));
};
