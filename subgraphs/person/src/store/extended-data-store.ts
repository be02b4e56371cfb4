import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';
import { type ExtendedData, extendedDataIdOf } from '../domain/extended-data.ts';

/** Extended data as stored: `_id` is `personId:area`. */
interface ExtendedDataDocument extends StoredDocument, ExtendedData {}

/** A collection of its own without another index: it is read by person and area together, or not at all. */
const extendedDataCollection: CollectionDeclaration = { name: 'extendedData', indexes: [] };

const toExtendedData = ({ _id, ...data }: ExtendedDataDocument): ExtendedData => data;

/** What areas alone hold of persons, over either document store. */
export class ExtendedDataStore {
  readonly #data: DocumentCollection<ExtendedDataDocument>;

  constructor(data: DocumentCollection<ExtendedDataDocument>) {
    this.#data = data;
  }

  static async open(database: DocumentDatabase): Promise<ExtendedDataStore> {
    return new ExtendedDataStore(await database.collection<ExtendedDataDocument>(extendedDataCollection));
  }

  /** What one area holds of some persons. */
  async findOfArea(area: string, personIds: readonly string[]): Promise<readonly ExtendedData[]> {
    if (personIds.length === 0) return [];
    const ids = personIds.map((personId) => extendedDataIdOf({ personId, area }));
    return (await this.#data.find({ _id: { $in: ids } }).toArray()).map(toExtendedData);
  }

  /** Writes what replaces the version before it; version 0 is the first. False when somebody else wrote since it was read. */
  async save(data: ExtendedData): Promise<boolean> {
    const document: ExtendedDataDocument = { _id: extendedDataIdOf(data), ...data };
    if (data.version > 0) {
      const { matchedCount } = await this.#data.replaceOne({ _id: document._id, version: data.version - 1 }, document);
      return matchedCount > 0;
    }
    try {
      await this.#data.insertOne(document);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
