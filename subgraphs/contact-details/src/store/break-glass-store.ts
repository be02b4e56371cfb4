import type { BreakGlassFacts } from '@resident-graph/policy';
import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  groupBy,
  isDuplicateKey,
  type StoredDocument,
} from '@resident-graph/service-kit';
import { type BreakGlass, openedIds } from '../domain/break-glass.ts';
import { type BreakGlassUse, noUse } from '../domain/break-glass-use.ts';
import type { BreakGlassSource } from '../domain/join-person-facts.ts';

/** An opening as stored; `_id` is its id. */
interface BreakGlassDocument extends StoredDocument, BreakGlass {}

/** What a subject used of the right; `_id` is the subject's id. */
interface BreakGlassUseDocument extends StoredDocument, BreakGlassUse {}

export const breakGlassCollection: CollectionDeclaration = {
  name: 'breakGlass',
  indexes: [
    // With the end, so that openings of long ago are not looked at when somebody reads.
    { name: 'person-area-end', key: { personId: 1, area: 1, endsAt: 1 } },
    { name: 'owning-area', key: { owningAreas: 1 }, isMultikey: true },
  ],
};

export const breakGlassUseCollection: CollectionDeclaration = { name: 'breakGlassUse', indexes: [] };

const toOpening = ({ _id, ...opening }: BreakGlassDocument): BreakGlass => opening;

const toFacts = (opening: BreakGlass): BreakGlassFacts => {
  const { id, area, startedBy, startedAt, endedAt, approvedBy } = opening;
  return { id, personIds: openedIds(opening), area, startedBy, startedAt, endedAt, approvedBy };
};

/** Emergency openings and what subjects used of the right. Read from the store each time: all of it works on the next request. */
export class BreakGlassStore implements BreakGlassSource {
  readonly #openings: DocumentCollection<BreakGlassDocument>;
  readonly #uses: DocumentCollection<BreakGlassUseDocument>;
  readonly #now: () => number;

  private constructor(
    openings: DocumentCollection<BreakGlassDocument>,
    uses: DocumentCollection<BreakGlassUseDocument>,
    now: () => number,
  ) {
    this.#openings = openings;
    this.#uses = uses;
    this.#now = now;
  }

  static async open(database: DocumentDatabase, now: () => number): Promise<BreakGlassStore> {
    return new BreakGlassStore(
      await database.collection<BreakGlassDocument>(breakGlassCollection),
      await database.collection<BreakGlassUseDocument>(breakGlassUseCollection),
      now,
    );
  }

  async findOpenings(personIds: readonly string[], area: string): Promise<ReadonlyMap<string, readonly BreakGlassFacts[]>> {
    if (personIds.length === 0) return new Map();
    const isNotOver = { $gt: new Date(this.#now()).toISOString() };
    const documents = await this.#openings.find({ personId: { $in: [...new Set(personIds)] }, area, endsAt: isNotOver }).toArray();
    const open = documents.filter(({ endedAt }) => endedAt === null);
    return new Map([...groupBy(open, ({ personId }) => personId)].map(([personId, some]) => [personId, some.map(toFacts)]));
  }

  /** Null when there is none. */
  async findById(id: string): Promise<BreakGlass | null> {
    const document = await this.#openings.findOne({ _id: id });
    return document === null ? null : toOpening(document);
  }

  /** Those of persons of whom an area held something at the start, or all; in no order. */
  async findAll(owningArea: string | null): Promise<readonly BreakGlass[]> {
    const documents = await this.#openings.find(owningArea === null ? {} : { owningAreas: owningArea }).toArray();
    return documents.map(toOpening);
  }

  /** Keeps a new opening. */
  async add(opening: BreakGlass): Promise<void> {
    await this.#openings.insertOne({ _id: opening.id, ...opening });
  }

  /** Writes a changed opening. False when somebody else wrote first: read again and repeat the change. */
  async save(opening: BreakGlass): Promise<boolean> {
    const outcome = await this.#openings.replaceOne({ _id: opening.id, version: opening.version - 1 }, { _id: opening.id, ...opening });
    return outcome.matchedCount > 0;
  }

  /** What a subject used of the right. */
  async getUse(subjectId: string): Promise<BreakGlassUse> {
    const document = await this.#uses.findOne({ _id: subjectId });
    if (document === null) return noUse(subjectId);
    const { _id, ...use } = document;
    return use;
  }

  /** Writes what a subject used of the right. False when somebody else wrote first: read again and repeat the change. */
  async saveUse(use: BreakGlassUse): Promise<boolean> {
    const document = { _id: use.subjectId, ...use };
    if (use.version > 1) return (await this.#uses.replaceOne({ _id: use.subjectId, version: use.version - 1 }, document)).matchedCount > 0;
    try {
      await this.#uses.insertOne(document);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
