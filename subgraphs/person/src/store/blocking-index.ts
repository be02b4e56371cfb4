import type { CollectionDeclaration, DocumentCollection, DocumentDatabase, StoredDocument } from '@resident-graph/service-kit';
import { blockingKeys, type Identifying } from '../domain/duplicates/blocking-keys.ts';
import type { PersonDocument } from './person-document.ts';

/** A person on record as far as they are compared. */
export interface KnownPerson extends Identifying {
  readonly id: string;
}

/** A record that was found, and the person whom it leads to: itself, or the last survivor of the merges that it went through. */
export interface FoundRecord {
  readonly record: KnownPerson;
  readonly person: KnownPerson;
}

/** Some of the records that have a key. */
export interface BlockingPage {
  readonly records: readonly FoundRecord[];
  /** The id behind which to go on; null when there are no more. */
  readonly next: string | null;
}

/** How far the persons of an earlier release have blocking keys. */
interface FillDocument extends StoredDocument {
  /** The last id that was looked at. */
  readonly after: string;
  readonly isDone: boolean;
}

export const blockingFillsCollection: CollectionDeclaration = { name: 'blockingFills', indexes: [] };

const fillId = 'persons';
/** Persons of one batch. */
const fillBatch = 500;

/** Most persons that are read by one key; a key that more share tells nothing, unless there is no other. */
const maximumPerKey = 500;

/** What comparing needs. */
const comparedFields = {
  forename: 1,
  middleName: 1,
  surname: 1,
  preferredForename: 1,
  preferredSurname: 1,
  nameHistory: 1,
  dateOfBirth: 1,
  mergedInto: 1,
} as const;

/** A person as it may be stored: a record of an earlier release has neither names from before nor keys, nor says whether it was merged. */
type StoredPerson = Omit<PersonDocument, 'blocking' | 'nameHistory' | 'mergedInto'> &
  Partial<Pick<PersonDocument, 'blocking' | 'nameHistory'>> & { readonly mergedInto?: { readonly survivorId: string } | null };

const toKnownPerson = ({ _id, nameHistory = [], ...names }: StoredPerson): KnownPerson => ({ ...names, nameHistory, id: _id });

/** Merges on a chain that are followed; a circle, which must not exist, ends too. */
const longestChain = 20;

/**
 * Persons by what they are found by before another one is created. Only what is needed to compare them is read. Whoever has no blocking keys is
 * never found; a merged record keeps its own, and so its names find the survivor.
 */
export class BlockingIndex {
  readonly #persons: DocumentCollection<PersonDocument>;
  readonly #fills: DocumentCollection<FillDocument>;

  constructor(persons: DocumentCollection<PersonDocument>, fills: DocumentCollection<FillDocument>) {
    this.#persons = persons;
    this.#fills = fills;
  }

  static async open(database: DocumentDatabase, persons: DocumentCollection<PersonDocument>): Promise<BlockingIndex> {
    return new BlockingIndex(persons, await database.collection<FillDocument>(blockingFillsCollection));
  }

  /** The records that share one of some keys, with their persons. A key that more than 500 share is left out, unless every key is like that. */
  async findByKeys(keys: readonly string[]): Promise<readonly FoundRecord[]> {
    // Most persons share several of the keys: what comparing needs is read once for each.
    const options = { projection: { version: 1 }, limit: maximumPerKey + 1 } as const;
    const together = await this.#persons.find({ blocking: { $in: [...keys] } }, options).toArray();
    // No key is shared by more persons than all of them together.
    if (together.length <= maximumPerKey) return this.listById(together.map(({ _id }) => _id));
    const found = await Promise.all(keys.map((key) => this.#persons.find({ blocking: key }, options).toArray()));
    const telling = found.filter(({ length }) => length <= maximumPerKey);
    const used = telling.some(({ length }) => length > 0) ? telling : found.map((documents) => documents.slice(0, maximumPerKey));
    return this.listById([...new Set(used.flat().map(({ _id }) => _id))]);
  }

  /** Some of the records that have a key, by id, behind an id, with their persons. */
  async listByKey(key: string, { after, limit }: { readonly after: string; readonly limit: number }): Promise<BlockingPage> {
    const options = { projection: comparedFields, sort: { _id: 1 }, limit } as const;
    const found = await this.#persons.find({ blocking: key, _id: { $gt: after } }, options).toArray();
    return { records: await this.#findPersonsOf(found), next: found.length < limit ? null : (found.at(-1)?._id ?? null) };
  }

  /** The records of some ids, with their persons. */
  async listById(ids: readonly string[]): Promise<readonly FoundRecord[]> {
    return this.#findPersonsOf(await this.#findRecords(ids));
  }

  async #findRecords(ids: readonly string[]): Promise<readonly StoredPerson[]> {
    return ids.length === 0 ? [] : this.#persons.find({ _id: { $in: [...ids] } }, { projection: comparedFields }).toArray();
  }

  /** Nothing more is read where nobody is merged away. A record whose survivor is nowhere leads to nobody. */
  async #findPersonsOf(records: readonly StoredPerson[]): Promise<readonly FoundRecord[]> {
    const known = new Map(records.map((record) => [record._id, record]));
    for (let newest = records, steps = 0; newest.length > 0 && steps < longestChain; steps += 1) {
      const wanted = new Set(newest.flatMap(({ mergedInto }) => (mergedInto == null ? [] : [mergedInto.survivorId])));
      newest = await this.#findRecords([...wanted].filter((id) => !known.has(id)));
      for (const record of newest) known.set(record._id, record);
    }
    return records.flatMap((record) => {
      let person: StoredPerson | undefined = record;
      for (let steps = 0; person?.mergedInto != null && steps < longestChain; steps += 1) person = known.get(person.mergedInto.survivorId);
      return person === undefined || person.mergedInto != null ? [] : [{ record: toKnownPerson(record), person: toKnownPerson(person) }];
    });
  }

  /** Gives keys to those who have none among the next 500 persons; tells how many they were, and whether there is nobody left. */
  async fillSome(): Promise<{ readonly filled: number; readonly isDone: boolean }> {
    const { after, isDone } = (await this.#fills.findOne({ _id: fillId })) ?? { after: '', isDone: false };
    if (isDone) return { filled: 0, isDone };
    const options = { projection: { ...comparedFields, version: 1, blocking: 1 }, sort: { _id: 1 }, limit: fillBatch } as const;
    const persons: readonly StoredPerson[] = await this.#persons.find({ _id: { $gt: after } }, options).toArray();
    const bare = persons.filter(({ blocking }) => blocking === undefined);
    const updates = bare.map((person) => ({
      // Somebody who is written meanwhile gets the keys of what is written.
      updateOne: {
        filter: { _id: person._id, version: person.version },
        update: { $set: { blocking: blockingKeys(toKnownPerson(person)) } },
      },
    }));
    if (updates.length > 0) await this.#persons.bulkWrite(updates, { ordered: false });
    const isLast = persons.length < fillBatch;
    const mark = { _id: fillId, after: persons.at(-1)?._id ?? after, isDone: isLast };
    await this.#fills.replaceOne({ _id: fillId }, mark, { upsert: true });
    return { filled: updates.length, isDone: isLast };
  }
}
