import type { PersonSnapshot } from '@resident-graph/schema';
import {
  type BulkOperation,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';
import type { IndexedPerson } from '../domain/person-search.ts';

/** What the projection holds of a person: the newest snapshot that was told. */
export interface SearchDocument extends StoredDocument {
  readonly kind: 'person';
  /** The version of the person that the snapshot shows. */
  readonly sourceVersion: number;
  readonly snapshot: PersonSnapshot;
}

export const searchDocumentsCollection: CollectionDeclaration = { name: 'searchDocuments', indexes: [] };

/** Documents in one step of a rebuild. */
const stepSize = 1_000;

const toIndexed = ({ _id, sourceVersion, snapshot }: SearchDocument): IndexedPerson => ({ id: _id, version: sourceVersion, snapshot });

/** The projection: the only source of the index, which can be rebuilt from it at any time. Source: design.md, "Search subgraph". */
export class SearchDocumentStore {
  readonly #documents: DocumentCollection<SearchDocument>;

  constructor(documents: DocumentCollection<SearchDocument>) {
    this.#documents = documents;
  }

  static async open(database: DocumentDatabase): Promise<SearchDocumentStore> {
    return new SearchDocumentStore(await database.collection<SearchDocument>(searchDocumentsCollection));
  }

  /** Takes snapshots in; one that is not newer than what is known changes nothing. Answers what the projection holds now. */
  async project(persons: readonly IndexedPerson[]): Promise<readonly IndexedPerson[]> {
    const newest = new Map<string, IndexedPerson>();
    for (const person of persons) if ((newest.get(person.id)?.version ?? -1) < person.version) newest.set(person.id, person);
    const known = await this.find([...newest.keys()]);
    const operations = [...newest.values()].flatMap((person): BulkOperation<SearchDocument>[] => {
      const before = known.get(person.id);
      const document: SearchDocument = { _id: person.id, kind: 'person', sourceVersion: person.version, snapshot: person.snapshot };
      if (before === undefined) return [{ insertOne: { document } }];
      if (before.version >= person.version) return [];
      return [{ replaceOne: { filter: { _id: person.id, sourceVersion: { $lt: person.version } }, replacement: document } }];
    });
    if (operations.length > 0) {
      try {
        await this.#documents.bulkWrite(operations, { ordered: false });
      } catch (error) {
        // Another relay brought the same person at the same time; its version decides.
        if (!isDuplicateKey(error)) throw error;
        return this.project(persons);
      }
    }
    return [...(await this.find([...newest.keys()])).values()];
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, IndexedPerson>> {
    const documents = await this.#documents.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(documents.map((document) => [document._id, toIndexed(document)]));
  }

  async count(): Promise<number> {
    return this.#documents.countDocuments({});
  }

  /** Everything in the projection, in steps, by id. */
  async *steps(): AsyncGenerator<readonly IndexedPerson[]> {
    let after = '';
    for (;;) {
      const documents = await this.#documents.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: stepSize }).toArray();
      const last = documents.at(-1);
      if (last === undefined) return;
      yield documents.map(toIndexed);
      after = last._id;
    }
  }
}
