import type { PersonFacts } from '@resident-graph/policy';
import type { RestrictionEvent } from '@resident-graph/schema';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  isDuplicateKey,
  outboxIndex,
  startOutbox,
  type WithOutbox,
  withEvent,
} from '@resident-graph/service-kit';
import type { RestrictionSource } from '../domain/join-person-facts.ts';
import type { Restriction, RestrictionChange } from '../domain/restriction.ts';

/** A restriction as stored; `_id` is the person's id. */
export interface RestrictionDocument extends WithOutbox<RestrictionEvent>, Restriction {}

export const restrictionsCollection: CollectionDeclaration = { name: 'restrictions', indexes: [outboxIndex] };

const toRestriction = ({ _id, outbox, outboxPendingAt, ...restriction }: RestrictionDocument): Restriction => restriction;

/** The restrictions of persons. Read from the store each time: one works on the next request of every process. */
export class RestrictionStore implements RestrictionSource {
  readonly #restrictions: DocumentCollection<RestrictionDocument>;

  constructor(restrictions: DocumentCollection<RestrictionDocument>) {
    this.#restrictions = restrictions;
  }

  static async open(database: DocumentDatabase): Promise<RestrictionStore> {
    return new RestrictionStore(await database.collection<RestrictionDocument>(restrictionsCollection));
  }

  /** The collection, for the relay. */
  get collection(): DocumentCollection<RestrictionDocument> {
    return this.#restrictions;
  }

  /** A person's restriction, also a lifted one; null when the person never was restricted. */
  async findByPerson(personId: string): Promise<Restriction | null> {
    const document = await this.#restrictions.findOne({ _id: personId });
    return document === null ? null : toRestriction(document);
  }

  /** The restrictions of some persons that hold now, by person id, in one read. */
  async findActive(personIds: readonly string[]): Promise<ReadonlyMap<string, Restriction>> {
    if (personIds.length === 0) return new Map();
    const documents = await this.#restrictions.find({ _id: { $in: [...new Set(personIds)] } }).toArray();
    return new Map(documents.filter(({ isActive }) => isActive).map((document) => [document._id, toRestriction(document)]));
  }

  async findRestrictions(personIds: readonly string[]): Promise<ReadonlyMap<string, NonNullable<PersonFacts['restriction']>>> {
    return this.findActive(personIds);
  }

  /** Writes a change. False when somebody else wrote first: read again and repeat the change. */
  async save({ before, restriction, event }: RestrictionChange): Promise<boolean> {
    const { personId: _id } = restriction;
    if (before !== null) {
      // Search may confirm meanwhile, without a new version: what it confirmed is not written over.
      const { confirmedVersion: _confirmed, ...changed } = restriction;
      const update = event === null ? { $set: changed } : withEvent(event, changed);
      return (await this.#restrictions.updateOne({ _id, version: before.version }, update)).matchedCount > 0;
    }
    if (event === null) throw new Error('A first restriction has an event.');
    try {
      await this.#restrictions.insertOne({ _id, ...restriction, ...startOutbox(event) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Notes that search has taken in what it was told in a version; an older one changes nothing. */
  async confirm(personId: string, version: number): Promise<void> {
    await this.#restrictions.updateOne({ _id: personId, confirmedVersion: { $lt: version } }, { $set: { confirmedVersion: version } });
  }
}
