import type { PersonSnapshot } from '@resident-graph/schema';
import {
  type BulkOperation,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';

/** A snapshot that was told, with the version of the person that it shows. */
export interface ToldPerson {
  readonly id: string;
  readonly version: number;
  readonly snapshot: PersonSnapshot;
}

/** A person in the projection. */
export interface ProjectedPerson extends ToldPerson {
  /** Rises with everything that changes what is indexed of the person, also who is merged into it: the version of the index. */
  readonly projectionVersion: number;
}

/** What the projection holds of a person: the newest snapshot that was told. */
export interface SearchDocument extends StoredDocument {
  readonly kind: 'person';
  /** The version of the person that the snapshot shows. */
  readonly sourceVersion: number;
  /** Missing in documents of an earlier release: there it is the source's. */
  readonly projectionVersion?: number;
  /** Set while the index may be behind: before merges change who is indexed with whom. */
  readonly isStale?: boolean;
  readonly snapshot: PersonSnapshot;
}

export const searchDocumentsCollection: CollectionDeclaration = {
  name: 'searchDocuments',
  indexes: [{ name: 'stale', key: { isStale: 1 }, whereExists: 'isStale' }],
};

/** Documents in one step of a rebuild. */
const stepSize = 1_000;

const toProjected = ({ _id, sourceVersion, projectionVersion = sourceVersion, snapshot }: SearchDocument): ProjectedPerson => ({
  id: _id,
  version: sourceVersion,
  projectionVersion,
  snapshot,
});

const newestOf = (persons: readonly ToldPerson[]): ReadonlyMap<string, ToldPerson> => {
  const newest = new Map<string, ToldPerson>();
  for (const person of persons) if ((newest.get(person.id)?.version ?? -1) < person.version) newest.set(person.id, person);
  return newest;
};

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
  async project(persons: readonly ToldPerson[]): Promise<readonly ProjectedPerson[]> {
    const newest = newestOf(persons);
    for (;;) {
      const known = await this.find([...newest.keys()]);
      const operations = [...newest.values()].flatMap((person): BulkOperation<SearchDocument>[] => {
        const { id: _id, version: sourceVersion, snapshot } = person;
        const before = known.get(_id);
        if (before === undefined)
          return [{ insertOne: { document: { _id, kind: 'person', sourceVersion, projectionVersion: sourceVersion, snapshot } } }];
        if (before.version >= sourceVersion) return [];
        const projectionVersion = Math.max(before.projectionVersion + 1, sourceVersion);
        // By what the index was last given too: a merge may have raised it meanwhile.
        const filter = { _id, sourceVersion: before.version, ...this.#isAt(before) };
        return [{ updateOne: { filter, update: { $set: { sourceVersion, projectionVersion, snapshot } } } }];
      });
      if (operations.length === 0) return [...known.values()];
      try {
        await this.#documents.bulkWrite(operations, { ordered: false });
      } catch (error) {
        // Another relay brought the same person at the same time; its version decides.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** Notes that the index is to be given some persons anew, under a higher version; those it does not hold are left out. */
  async markStale(ids: readonly string[]): Promise<void> {
    for (let left = [...new Set(ids)]; left.length > 0; ) {
      const known = await this.find(left);
      const operations = [...known.values()].map((person): BulkOperation<SearchDocument> => {
        const update = { $set: { projectionVersion: person.projectionVersion + 1, isStale: true } };
        return { updateOne: { filter: { _id: person.id, sourceVersion: person.version, ...this.#isAt(person) }, update } };
      });
      if (operations.length > 0) await this.#documents.bulkWrite(operations, { ordered: false });
      const after = await this.find([...known.keys()]);
      left = [...known.values()]
        .filter((person) => after.get(person.id)?.projectionVersion === person.projectionVersion)
        .map(({ id }) => id);
    }
  }

  /** The persons whom the index is still to be given anew. */
  async findStale(): Promise<readonly string[]> {
    return (await this.#documents.find({ isStale: true }, { projection: { kind: 1 } }).toArray()).map(({ _id }) => _id);
  }

  /** Notes that the index was given some persons as they are here; whoever changed meanwhile stays to be given anew. */
  async markCurrent(persons: readonly ProjectedPerson[]): Promise<void> {
    for (const { id: _id, projectionVersion } of persons)
      await this.#documents.updateOne({ _id, projectionVersion, isStale: true }, { $unset: { isStale: '' } });
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, ProjectedPerson>> {
    const documents = await this.#documents.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(documents.map((document) => [document._id, toProjected(document)]));
  }

  async count(): Promise<number> {
    return this.#documents.countDocuments({});
  }

  /** Everything in the projection, in steps, by id. */
  async *steps(): AsyncGenerator<readonly ProjectedPerson[]> {
    let after = '';
    for (;;) {
      const documents = await this.#documents.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: stepSize }).toArray();
      const last = documents.at(-1);
      if (last === undefined) return;
      yield documents.map(toProjected);
      after = last._id;
    }
  }

  /** A document of an earlier release has no version of its own yet. */
  #isAt({ version, projectionVersion }: ProjectedPerson): object {
    return projectionVersion === version ? { projectionVersion: { $in: [projectionVersion, null] } } : { projectionVersion };
  }
}
