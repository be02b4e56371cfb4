import {
  bulkWriteFailures,
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  type IdempotencyMark,
  isDuplicateKey,
  outboxIndex,
  startOutbox,
  withEvent,
} from '@resident-graph/service-kit';
import { blockingKeys } from '../domain/duplicates/blocking-keys.ts';
import { newRecord, type Person } from '../domain/person.ts';
import type { PersonChange } from '../domain/person-change.ts';
import { BlockingIndex } from './blocking-index.ts';
import { CreationClaims } from './creation-claims.ts';
import { PersonCounter } from './person-counter.ts';
import type { PersonDocument, PersonSource, PersonTrail } from './person-document.ts';
import { PersonMerges } from './person-merges.ts';

export const personsCollection: CollectionDeclaration = {
  name: 'persons',
  indexes: [
    { name: 'source-key', key: { 'source.key': 1 }, isUnique: true, whereExists: 'source.key' },
    { name: 'creation-scope', key: { 'creation.scope': 1 }, isUnique: true, whereExists: 'creation.scope' },
    { name: 'blocking', key: { blocking: 1 }, isMultikey: true },
    { name: 'merge-under-way', key: { 'mergeUnderWay.mergeId': 1 }, whereExists: 'mergeUnderWay.mergeId' },
    outboxIndex,
  ],
};

/** A person with what came along. */
export interface PersonRecord {
  readonly person: Person;
  readonly source: PersonSource | null;
  readonly creation: IdempotencyMark | null;
}

/** A write with its trail; no trail, no write. */
export interface PersonWrite extends PersonRecord, PersonTrail {}

const toPerson = ({ _id, outbox, outboxPendingAt, source, creation, changes, blocking, ...person }: PersonDocument): Person => ({
  // A record of an earlier release has no number, names or documents.
  ...newRecord,
  id: _id,
  ...person,
});

const toRecord = (document: PersonDocument): PersonRecord => ({
  person: toPerson(document),
  source: document.source,
  creation: document.creation,
});

const toDocument = ({ person, source, creation, event, change }: PersonWrite): PersonDocument => {
  const { id, ...fields } = person;
  return { _id: id, ...fields, source, creation, blocking: blockingKeys(person), changes: [change], ...startOutbox(event) };
};

/** The persons of this subgraph, over either document store. */
export class PersonStore {
  readonly #persons: DocumentCollection<PersonDocument>;
  readonly #counter: PersonCounter;

  /** Persons by what they are found by before another one is created. */
  readonly blocking: BlockingIndex;
  /** Lets creations of the same person go one after the other. */
  readonly claims: CreationClaims;
  /** The single steps of merging persons. */
  readonly merges: PersonMerges;

  constructor(persons: DocumentCollection<PersonDocument>, beside: Pick<PersonStore, 'blocking' | 'claims'> & { counter: PersonCounter }) {
    this.#persons = persons;
    this.#counter = beside.counter;
    this.blocking = beside.blocking;
    this.claims = beside.claims;
    this.merges = new PersonMerges(persons);
  }

  static async open(database: DocumentDatabase): Promise<PersonStore> {
    const persons = await database.collection<PersonDocument>(personsCollection);
    return new PersonStore(persons, {
      counter: await PersonCounter.open(database),
      blocking: await BlockingIndex.open(database, persons),
      claims: await CreationClaims.open(database),
    });
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<PersonDocument> {
    return this.#persons;
  }

  async findPersons(ids: readonly string[]): Promise<Person[]> {
    const documents = await this.#persons.find({ _id: { $in: [...ids] } }).toArray();
    return documents.map(toPerson);
  }

  /** The changes of a person, oldest first; none for an unknown one. */
  async findChanges(id: string): Promise<readonly PersonChange[]> {
    const [document] = await this.#persons.find({ _id: id }, { projection: { changes: 1 } }).toArray();
    return document?.changes ?? [];
  }

  async findByCreation(scope: string): Promise<PersonRecord | null> {
    const document = await this.#persons.findOne({ 'creation.scope': scope });
    return document === null ? null : toRecord(document);
  }

  /** Forgets one mark of an idempotency key, so that the key can be used again; a newer mark of the same key stays. */
  async forgetCreation({ scope, at }: IdempotencyMark): Promise<void> {
    await this.#persons.updateOne({ 'creation.scope': scope, 'creation.at': at }, { $set: { creation: null } });
  }

  /** Notes what the source says of a person that stays as it is; nothing when the person changed meanwhile. */
  async rememberSource({ id, version }: Person, source: PersonSource): Promise<void> {
    await this.#persons.updateOne({ _id: id, version }, { $set: { source } });
  }

  async findBySource(keys: readonly string[]): Promise<ReadonlyMap<string, PersonRecord>> {
    const documents = await this.#persons.find({ 'source.key': { $in: [...keys] } }).toArray();
    return new Map(documents.flatMap((document) => (document.source === null ? [] : [[document.source.key, toRecord(document)] as const])));
  }

  /**
   * Writes a new person with its trail, under a new number; answers the person as written. Null when the idempotency key is taken:
   * somebody was faster.
   */
  async insert(write: PersonWrite): Promise<Person | null> {
    const person: Person = { ...write.person, personRef: await this.#counter.take(1) };
    try {
      await this.#persons.insertOne(toDocument({ ...write, person }));
      return person;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** Writes a changed person with its trail. False when the stored version is no longer the one before it. */
  async amend(person: Person, { event, change }: PersonTrail, source?: PersonSource | null): Promise<boolean> {
    // Marks of merges have writes of their own: one that was set meanwhile must stay.
    const { id, mergedInto, mergedIds, mergeUnderWay, ...fields } = person;
    const written = { ...fields, blocking: blockingKeys(person) };
    const update = withEvent(event, source === undefined ? written : { ...written, source });
    const outcome = await this.#persons.updateOne(
      { _id: id, version: fields.version - 1 },
      { ...update, $push: { ...update.$push, changes: change } },
    );
    return outcome.matchedCount > 0;
  }

  /** Writes many at once: new persons (version 0) and changed ones. Answers for each whether it was written. */
  async writeMany(writes: readonly PersonWrite[]): Promise<readonly boolean[]> {
    const written = writes.map(() => true);
    const inserts = writes.map((write, index) => ({ write, index })).filter(({ write }) => write.person.version === 0);
    try {
      if (inserts.length > 0) {
        const first = await this.#counter.take(inserts.length);
        await this.#persons.bulkWrite(
          inserts.map(({ write }, at) => ({
            insertOne: { document: toDocument({ ...write, person: { ...write.person, personRef: first + at } }) },
          })),
          { ordered: false },
        );
      }
    } catch (error) {
      const failures = bulkWriteFailures(error);
      if (failures?.every(isDuplicateKey) !== true) throw error;
      for (const { index: place } of failures) {
        const failed = inserts[place];
        if (failed !== undefined) written[failed.index] = false;
      }
    }
    for (const [index, write] of writes.entries()) {
      if (write.person.version > 0) written[index] = await this.amend(write.person, write, write.source);
    }
    return written;
  }
}
