import type { OrganisationEvent } from '@resident-graph/schema';
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
import type { Organisation } from '../domain/organisation.ts';
import { foldOrganisationName, prefixesOf } from '../domain/organisation-words.ts';

/** An organisation as stored: `_id` is its id. */
export interface OrganisationDocument extends WithOutbox<OrganisationEvent>, Omit<Organisation, 'id'> {
  /** The name as it is ordered by. */
  readonly foldedName: string;
  /** All that its words begin with. */
  readonly prefixes: readonly string[];
  readonly creation: IdempotencyMark | null;
}

export const organisationsCollection: CollectionDeclaration = {
  name: 'organisations',
  indexes: [
    { name: 'folded-name', key: { foldedName: 1 } },
    { name: 'prefix', key: { prefixes: 1 }, isMultikey: true },
    { name: 'creation-scope', key: { 'creation.scope': 1 }, isUnique: true, whereExists: 'creation.scope' },
    outboxIndex,
  ],
};

/** An organisation with the mark of the call that recorded it, when that was idempotent. */
export interface OrganisationRecord {
  readonly organisation: Organisation;
  readonly creation: IdempotencyMark | null;
}

/** A new organisation with its event. */
export interface OrganisationWrite extends OrganisationRecord {
  readonly event: OrganisationEvent;
}

const toOrganisation = (document: OrganisationDocument): Organisation => {
  const { _id: id, name, organisationType, version, createdAt, createdBy, lastModifiedAt } = document;
  return { id, name, organisationType, version, createdAt, createdBy, lastModifiedAt };
};

const toFields = ({ id, ...fields }: Organisation): Omit<Organisation, 'id'> & Pick<OrganisationDocument, 'foldedName' | 'prefixes'> => ({
  ...fields,
  foldedName: foldOrganisationName(fields.name),
  prefixes: prefixesOf(fields.name),
});

/** The organisations of this subgraph, over either document store. */
export class OrganisationStore {
  readonly #organisations: DocumentCollection<OrganisationDocument>;

  constructor(organisations: DocumentCollection<OrganisationDocument>) {
    this.#organisations = organisations;
  }

  static async open(database: DocumentDatabase): Promise<OrganisationStore> {
    return new OrganisationStore(await database.collection<OrganisationDocument>(organisationsCollection));
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<OrganisationDocument> {
    return this.#organisations;
  }

  /** Null when there is none. */
  async findById(id: string): Promise<Organisation | null> {
    const document = await this.#organisations.findOne({ _id: id });
    return document === null ? null : toOrganisation(document);
  }

  /** Those that exist, in no order. */
  async findByIds(ids: readonly string[]): Promise<readonly Organisation[]> {
    const documents = await this.#organisations.find({ _id: { $in: [...ids] } }).toArray();
    return documents.map(toOrganisation);
  }

  /** Those whose names have for each of the words, which are folded, one that begins with it; by name, at most `limit`. */
  async findByName(words: readonly string[], limit: number): Promise<readonly Organisation[]> {
    if (words.length === 0) return [];
    const filter = { $and: words.map((word) => ({ prefixes: word })) };
    const documents = await this.#organisations.find(filter, { sort: { foldedName: 1, _id: 1 }, limit }).toArray();
    return documents.map(toOrganisation);
  }

  /** What a call with this idempotency key has recorded; null when there was none. */
  async findByCreation(scope: string): Promise<OrganisationRecord | null> {
    const document = await this.#organisations.findOne({ 'creation.scope': scope });
    return document === null ? null : { organisation: toOrganisation(document), creation: document.creation };
  }

  /** Forgets one mark of an idempotency key, so that the key can be used again; a newer mark of the same key stays. */
  async forgetCreation({ scope, at }: IdempotencyMark): Promise<void> {
    await this.#organisations.updateOne({ 'creation.scope': scope, 'creation.at': at }, { $set: { creation: null } });
  }

  /** Writes a new organisation with its event. False when the idempotency key is taken: somebody was faster. */
  async insert({ organisation, creation, event }: OrganisationWrite): Promise<boolean> {
    try {
      await this.#organisations.insertOne({ _id: organisation.id, ...toFields(organisation), creation, ...startOutbox(event) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Writes a changed organisation with its event. False when the stored version is no longer the one before it. */
  async amend(organisation: Organisation, event: OrganisationEvent): Promise<boolean> {
    const outcome = await this.#organisations.updateOne(
      { _id: organisation.id, version: organisation.version - 1 },
      withEvent(event, toFields(organisation)),
    );
    return outcome.matchedCount > 0;
  }
}
