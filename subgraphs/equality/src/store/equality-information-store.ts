import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type IdempotencyMark,
  isDuplicateKey,
  type KeyedDigest,
  outboxIndex,
  startOutbox,
  type WithOutbox,
  withEvent,
} from '@resident-graph/service-kit';
import { answersOfToday, type LaterAnswer } from '../domain/earlier-answers.ts';
import type { EqualityAnswers, EqualityInformation } from '../domain/equality-information.ts';

/** Where a migrated record comes from. */
export interface EqualitySource {
  /** `system/id`. */
  readonly key: string;
  /** The answers as the source last sent them. */
  readonly answers: EqualityAnswers;
}

/** What records that were written before these questions were asked do not have. */
type LaterField = LaterAnswer | 'sources';

/** A record as stored. */
export interface EqualityInformationDocument
  extends WithOutbox<EqualityInformationEvent>,
    Omit<EqualityInformation, 'id' | LaterField>,
    Partial<Pick<EqualityInformation, LaterField>> {
  readonly source: EqualitySource | null;
  readonly creation: IdempotencyMark | null;
  /** Keyed digest of the national insurance number, by which it is found; null without one. */
  readonly nationalInsuranceDigest?: string | null;
}

export const equalityInformationCollection: CollectionDeclaration = {
  name: 'equalityInformation',
  indexes: [
    { name: 'target', key: { targetId: 1 }, isUnique: true },
    { name: 'creation-scope', key: { 'creation.scope': 1 }, whereExists: 'creation.scope' },
    { name: 'national-insurance', key: { nationalInsuranceDigest: 1 } },
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

const toRecord = (document: EqualityInformationDocument): EqualityRecord => {
  const { _id, outbox, outboxPendingAt, nationalInsuranceDigest, source, creation, ...fields } = document;
  const { sources = [], ...answers } = fields;
  return {
    information: { id: _id, ...answersOfToday(answers), sources },
    source: source === null ? null : { ...source, answers: answersOfToday(source.answers) },
    creation,
  };
};

/** The equality records of this subgraph, over either document store. */
export class EqualityInformationStore {
  readonly #records: DocumentCollection<EqualityInformationDocument>;
  readonly #digest: KeyedDigest;

  constructor(records: DocumentCollection<EqualityInformationDocument>, digest: KeyedDigest) {
    this.#records = records;
    this.#digest = digest;
  }

  /** Opens the store; by the digest national insurance numbers are found, so it is the same for all processes on one database. */
  static async open(database: DocumentDatabase, digest: KeyedDigest): Promise<EqualityInformationStore> {
    return new EqualityInformationStore(await database.collection<EqualityInformationDocument>(equalityInformationCollection), digest);
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<EqualityInformationDocument> {
    return this.#records;
  }

  async findRecords(ids: readonly string[]): Promise<readonly EqualityRecord[]> {
    const documents = await this.#records.find({ _id: { $in: [...ids] } }).toArray();
    return documents.map(toRecord);
  }

  /** The records with a national insurance number, given without blanks in upper case; the oldest first. */
  async findByNationalInsuranceNumber(number: string): Promise<readonly EqualityInformation[]> {
    const documents = await this.#records.find({ nationalInsuranceDigest: this.#digest(number) }).toArray();
    return documents.map((document) => toRecord(document).information).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
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
      const nationalInsuranceDigest = this.#digestOf(information);
      await this.#records.insertOne({ _id: id, ...fields, nationalInsuranceDigest, source, creation, ...startOutbox(event) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Writes a changed record. False when the stored version is no longer the one before it. */
  async amend({ information, source, event }: EqualityWrite): Promise<boolean> {
    const { id, ...fields } = information;
    const nationalInsuranceDigest = this.#digestOf(information);
    const outcome = await this.#records.updateOne(
      { _id: id, version: fields.version - 1 },
      withEvent(event, { ...fields, nationalInsuranceDigest, source }),
    );
    return outcome.matchedCount > 0;
  }

  #digestOf({ nationalInsuranceNumber }: EqualityInformation): string | null {
    return nationalInsuranceNumber === null ? null : this.#digest(nationalInsuranceNumber);
  }
}
