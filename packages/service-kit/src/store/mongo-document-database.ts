import type { Collection, Db, Document, IndexDescription } from 'mongodb';
import { MongoClient } from 'mongodb';
import type {
  CollectionDeclaration,
  DocumentCollection,
  DocumentDatabase,
  IndexDeclaration,
  StoredDocument,
} from './document-collection.ts';
import { StoreLocationError, StoreUnavailableError } from './store-errors.ts';

/** Where a MongoDB database is and whom to tell about it. */
export interface MongoPlace {
  readonly uri: string;
  readonly databaseName: string;
  /** Called once per server and process with what an operator should know, such as a server without fail-over. */
  readonly onWarning: (message: string) => void;
}

/**
 * "Has a non-null value", in the words that MongoDB allows in a partial index and that its planner can prove from an equality (it
 * cannot prove `$type`, and `$exists` holds for null as well).
 */
const nonNull = (path: string): Document => ({
  $or: ['', Number.NEGATIVE_INFINITY, false, {}].map((least) => ({ [path]: { $gte: least } })),
});

const toIndexDescription = (index: IndexDeclaration): IndexDescription => ({
  name: index.name,
  key: { ...index.key },
  ...(index.isUnique === true ? { unique: true } : {}),
  ...(index.whereExists === undefined ? {} : { partialFilterExpression: nonNull(index.whereExists) }),
});

/** True when a server's `hello` answer says that another one can take over: a replica set or a sharded cluster. */
export const hasFailOver = (hello: Readonly<Record<string, unknown>>): boolean =>
  typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';

const createClient = (uri: string): MongoClient => {
  try {
    return new MongoClient(uri, {
      appName: 'resident-graph',
      ...(/[?&]serverSelectionTimeoutMS=/i.test(uri) ? {} : { serverSelectionTimeoutMS: 5000 }),
      writeConcern: { w: 'majority', journal: true },
    });
  } catch {
    // The driver's own message may repeat the password, so it is not kept as the cause.
    throw new StoreLocationError({
      expected: 'a MongoDB connection string in MONGODB_URI',
      came: 'a text that is none',
      action: 'Write it as mongodb://host:27017/ or mongodb+srv://host/.',
    });
  }
};

interface SharedClient {
  readonly client: MongoClient;
  readonly ready: Promise<void>;
  users: number;
}

/** One client, and so one connection pool, per URI in a process: in one process all subgraphs share it. */
const sharedClients = new Map<string, SharedClient>();

const connect = async (client: MongoClient, onWarning: MongoPlace['onWarning']): Promise<void> => {
  await client.connect();
  const hello = await client.db('admin').command({ hello: 1 });
  if (!hasFailOver(hello)) onWarning('MongoDB is a standalone server: there is no fail-over. Use a replica set or a sharded cluster.');
};

const acquireClient = async ({ uri, onWarning }: MongoPlace): Promise<SharedClient> => {
  let shared = sharedClients.get(uri);
  if (shared === undefined) {
    const client = createClient(uri);
    shared = { client, ready: connect(client, onWarning), users: 0 };
    sharedClients.set(uri, shared);
  }
  shared.users += 1;
  try {
    await shared.ready;
    return shared;
  } catch (cause) {
    await releaseClient(uri, shared);
    throw new StoreUnavailableError('MongoDB does not answer. Check MONGODB_URI and that the server is running.', { cause });
  }
};

const releaseClient = async (uri: string, shared: SharedClient): Promise<void> => {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (sharedClients.get(uri) === shared) sharedClients.delete(uri);
  await shared.client.close();
};

class MongoDocumentDatabase implements DocumentDatabase {
  readonly #database: Db;
  readonly #release: () => Promise<void>;
  #isClosed = false;

  constructor(database: Db, release: () => Promise<void>) {
    this.#database = database;
    this.#release = release;
  }

  async collection<T extends StoredDocument>(declaration: CollectionDeclaration): Promise<DocumentCollection<T>> {
    const collection: Collection<T> = this.#database.collection<T>(declaration.name);
    if (declaration.indexes.length > 0) await collection.createIndexes(declaration.indexes.map(toIndexDescription));
    // For a known T the driver's type is the port's (proved in mongo-document-store.test.ts); for an open T TypeScript cannot see it.
    return collection as unknown as DocumentCollection<T>;
  }

  async ping(): Promise<void> {
    try {
      await this.#database.command({ ping: 1 });
    } catch (cause) {
      throw new StoreUnavailableError('The document store does not answer.', { cause });
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#release();
  }
}

/**
 * Opens a database on MongoDB 7 or newer. Writes are acknowledged by a majority and its journals.
 * @throws StoreUnavailableError when no server answers within five seconds (or the URI's serverSelectionTimeoutMS);
 * StoreLocationError when the URI is none.
 */
export const openMongoDocumentDatabase = async (place: MongoPlace): Promise<DocumentDatabase> => {
  const shared = await acquireClient(place);
  return new MongoDocumentDatabase(shared.client.db(place.databaseName), () => releaseClient(place.uri, shared));
};
