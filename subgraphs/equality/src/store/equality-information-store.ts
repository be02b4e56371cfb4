import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type IdempotencyMark,
  isDuplicateKey,
  outboxIndex,
  startOutbox,
  type WithOutbox,
  withEvent,
} from '@resident-graph/service-kit';
import type { EqualityAnswers, EqualityInformation } from '../domain/equality-information.ts';

/** Where a migrated record comes from. */
export interface EqualitySource {
  /** `system/id`. */
  readonly key: string;
  /** The answers as the source last sent them. */
  readonly answers: EqualityAnswers;
}

/** A record as stored. */
export interface EqualityInformationDocument extends WithOutbox<EqualityInformationEvent>, Omit<EqualityInformation, 'id'> {
  readonly source: EqualitySource | null;
  readonly creation: IdempotencyMark | null;
}

export const equalityInformationCollection: CollectionDeclaration = {
  name: 'equalityInformation',
  indexes: [
    { name: 'target', key: { targetId: 1 }, isUnique: true },
    { name: 'creation-scope', key: { 'creation.scope': 1 }, whereExists: 'creation.scope' },
    outboxIndex,
  ],
};

/** A record with what came along. */
export interface EqualityRecord {
  readonly information: EqualityInformation;
  readonly source: EqualitySource | null;
  readonly creation: IdempotencyMark | null;
}

/** A write with the event that tells of it; no event, no write. */
export interface EqualityWrite extends EqualityRecord {
  readonly event: EqualityInformationEvent;
}

const toRecord = ({ _id, outbox, outboxPendingAt, source, creation, ...fields }: EqualityInformationDocument): EqualityRecord => ({
  information: { id: _id, ...fields },
  source,
  creation,
});

/** The equality records of this subgraph, over either document store. */
export class EqualityInformationStore {
  readonly #records: DocumentCollection<EqualityInformationDocument>;

  constructor(records: DocumentCollection<EqualityInformationDocument>) {
    this.#records = records;
  }

  static async open(database: DocumentDatabase): Promise<EqualityInformationStore> {
    return new EqualityInformationStore(await database.collection<EqualityInformationDocument>(equalityInformationCollection));
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<EqualityInformationDocument> {
    return this.#records;
  }

  async findById(ids: readonly string[]): Promise<readonly EqualityInformation[]> {
    const documents = await this.#records.find({ _id: { $in: [...ids] } }).toArray();
    return documents.map((document) => toRecord(document).information);
  }

  async findByTarget(targetIds: readonly string[]): Promise<readonly EqualityRecord[]> {
    const documents = await this.#records.find({ targetId: { $in: [...targetIds] } }).toArray();
    return documents.map(toRecord);
  }

  /** The records that an idempotency key was used for. */
  async findByCreation(scope: string): Promise<readonly EqualityRecord[]> {
    const documents = await this.#records.find({ 'creation.scope': scope }).toArray();
    return documents.map(toRecord);
  }

  /** Writes a new record. False when the target has one already. */
  async insert({ information, source, creation, event }: EqualityWrite): Promise<boolean> {
    const { id, ...fields } = information;
    try {
      await this.#records.insertOne({ _id: id, ...fields, source, creation, ...startOutbox(event) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Writes a changed record. False when the stored version is no longer the one before it. */
  async amend({ information, source, event }: EqualityWrite): Promise<boolean> {
    const { id, ...fields } = information;
    const outcome = await this.#records.updateOne({ _id: id, version: fields.version - 1 }, withEvent(event, { ...fields, source }));
    return outcome.matchedCount > 0;
  }
}
