import type { PersonEvent } from '@resident-graph/schema';
import {
  bulkWriteFailures,
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
import type { Person, PersonFacts } from '../domain/person.ts';

/** Where a migrated person comes from. */
export interface PersonSource {
  /** `system/id`. */
  readonly key: string;
  /** The facts as the source last sent them. */
  readonly facts: PersonFacts;
}

/** A person as stored: `_id` is the person's id. */
export interface PersonDocument extends WithOutbox<PersonEvent>, Omit<Person, 'id'> {
  readonly source: PersonSource | null;
  readonly creation: IdempotencyMark | null;
}

export const personsCollection: CollectionDeclaration = {
  name: 'persons',
  indexes: [
    { name: 'source-key', key: { 'source.key': 1 }, isUnique: true, whereExists: 'source.key' },
    { name: 'creation-scope', key: { 'creation.scope': 1 }, isUnique: true, whereExists: 'creation.scope' },
    outboxIndex,
  ],
};

/** A person with what came along. */
export interface PersonRecord {
  readonly person: Person;
  readonly source: PersonSource | null;
  readonly creation: IdempotencyMark | null;
}

/** A write with the event that tells of it; no event, no write. */
export interface PersonWrite extends PersonRecord {
  readonly event: PersonEvent;
}

const toPerson = ({ _id, outbox, outboxPendingAt, source, creation, ...person }: PersonDocument): Person => ({ id: _id, ...person });

const toRecord = (document: PersonDocument): PersonRecord => ({
  person: toPerson(document),
  source: document.source,
  creation: document.creation,
});

const toDocument = ({ person, source, creation, event }: PersonWrite): PersonDocument => {
  const { id, ...fields } = person;
  return { _id: id, ...fields, source, creation, ...startOutbox(event) };
};

/** The persons of this subgraph, over either document store. */
export class PersonStore {
  readonly #persons: DocumentCollection<PersonDocument>;

  constructor(persons: DocumentCollection<PersonDocument>) {
    this.#persons = persons;
  }

  static async open(database: DocumentDatabase): Promise<PersonStore> {
    return new PersonStore(await database.collection<PersonDocument>(personsCollection));
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<PersonDocument> {
    return this.#persons;
  }

  async findPersons(ids: readonly string[]): Promise<Person[]> {
    const documents = await this.#persons.find({ _id: { $in: [...ids] } }).toArray();
    return documents.map(toPerson);
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

  /** Writes a new person with its event. False when the idempotency key is taken: somebody was faster. */
  async insert(write: PersonWrite): Promise<boolean> {
    try {
      await this.#persons.insertOne(toDocument(write));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Writes a changed person with its event. False when the stored version is no longer the one before it. */
  async amend(person: Person, event: PersonEvent, source?: PersonSource | null): Promise<boolean> {
    const { id, ...fields } = person;
    const update = withEvent(event, source === undefined ? fields : { ...fields, source });
    const outcome = await this.#persons.updateOne({ _id: id, version: fields.version - 1 }, update);
    return outcome.matchedCount > 0;
  }

  /** Writes many at once: new persons (version 0) and changed ones. Answers for each whether it was written. */
  async writeMany(writes: readonly PersonWrite[]): Promise<readonly boolean[]> {
    const written = writes.map(() => true);
    const inserts = writes.map((write, index) => ({ write, index })).filter(({ write }) => write.person.version === 0);
    try {
      if (inserts.length > 0) {
        await this.#persons.bulkWrite(
          inserts.map(({ write }) => ({ insertOne: { document: toDocument(write) } })),
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
      if (write.person.version > 0) written[index] = await this.amend(write.person, write.event, write.source);
    }
    return written;
  }
}
