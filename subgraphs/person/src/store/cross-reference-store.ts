import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';
import type { CrossReference, CrossReferenceRecord } from '../domain/cross-reference.ts';

/** A cross-reference as stored: `_id` is `personId:system`. */
interface CrossReferenceDocument extends StoredDocument, CrossReferenceRecord {}

const crossReferencesCollection: CollectionDeclaration = {
  name: 'crossReferences',
  indexes: [{ name: 'person', key: { personId: 1 } }],
};

const keyOf = ({ personId, system }: Pick<CrossReference, 'personId' | 'system'>): string => `${personId}:${system}`;

/** Under which references other systems know persons, over either document store. */
export class CrossReferenceStore {
  readonly #references: DocumentCollection<CrossReferenceDocument>;

  constructor(references: DocumentCollection<CrossReferenceDocument>) {
    this.#references = references;
  }

  static async open(database: DocumentDatabase): Promise<CrossReferenceStore> {
    return new CrossReferenceStore(await database.collection<CrossReferenceDocument>(crossReferencesCollection));
  }

  /** The references that count now of some persons, without those that counted before. */
  async findByPersons(personIds: readonly string[]): Promise<readonly CrossReference[]> {
    if (personIds.length === 0) return [];
    const projection = { personId: 1, system: 1, reference: 1, linkedAt: 1, by: 1, version: 1 } as const;
    const documents = await this.#references.find({ personId: { $in: [...personIds] } }, { projection }).toArray();
    return documents.map(({ personId, system, reference, linkedAt, by, version }) => ({
      personId,
      system,
      reference,
      linkedAt,
      by,
      version,
    }));
  }

  /** A person's reference in a system with those before it; null when there is none. */
  async findRecord(of: Pick<CrossReference, 'personId' | 'system'>): Promise<CrossReferenceRecord | null> {
    const document = await this.#references.findOne({ _id: keyOf(of) });
    if (document === null) return null;
    const { _id, ...record } = document;
    return record;
  }

  /** Writes a record, the first one (version 0) or the next. False when somebody else wrote one since it was read. */
  async save(record: CrossReferenceRecord): Promise<boolean> {
    const document: CrossReferenceDocument = { _id: keyOf(record), ...record };
    if (record.version > 0) {
      const { matchedCount } = await this.#references.replaceOne({ _id: document._id, version: record.version - 1 }, document);
      return matchedCount > 0;
    }
    try {
      await this.#references.insertOne(document);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
