import { z } from 'zod';
import type { CollectionDeclaration, DocumentCollection, DocumentDatabase, StoredDocument } from '../store/document-collection.ts';
import { isDuplicateKey } from '../store/store-errors.ts';

/** The worker action by which contact-details tells a slice who is restricted; it answers when that is durable there. */
export const applyRestrictionsAction = 'restrictions.apply';
export const applyRestrictionsInput = z.strictObject({
  restrictions: z.array(z.strictObject({ personId: z.string(), version: z.int().min(0), isRestricted: z.boolean() })).max(1_000),
});

/** That a person is restricted or no longer, since a version of the restriction. */
export type RestrictionFlag = Readonly<z.output<typeof applyRestrictionsInput>['restrictions'][number]>;

/** A flag as stored; `_id` is the person's id. */
interface RestrictionFlagDocument extends StoredDocument {
  readonly version: number;
  readonly isRestricted: boolean;
}

const restrictionFlagsCollection: CollectionDeclaration = { name: 'restrictionFlags', indexes: [] };

/** What a slice has been told of restrictions. Who is inside is not in it: that is asked for each time. */
export class RestrictionFlags {
  readonly #flags: DocumentCollection<RestrictionFlagDocument>;

  constructor(flags: DocumentCollection<RestrictionFlagDocument>) {
    this.#flags = flags;
  }

  static async open(database: DocumentDatabase): Promise<RestrictionFlags> {
    return new RestrictionFlags(await database.collection<RestrictionFlagDocument>(restrictionFlagsCollection));
  }

  /** Takes flags in, by version: what is not newer than is known changes nothing, so repetitions and late ones do no harm. */
  async apply(flags: readonly RestrictionFlag[]): Promise<void> {
    for (const flag of flags) {
      // Between the two somebody else may bring the person's first flag: then the version decides.
      if (!(await this.#raise(flag)) && !(await this.#add(flag))) await this.#raise(flag);
    }
  }

  async #raise({ personId: _id, version, isRestricted }: RestrictionFlag): Promise<boolean> {
    return (await this.#flags.updateOne({ _id, version: { $lt: version } }, { $set: { version, isRestricted } })).matchedCount > 0;
  }

  async #add({ personId: _id, version, isRestricted }: RestrictionFlag): Promise<boolean> {
    try {
      await this.#flags.insertOne({ _id, version, isRestricted });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Those of some persons that are restricted as far as this slice was told. */
  async findRestricted(personIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (personIds.length === 0) return new Set();
    const documents = await this.#flags.find({ _id: { $in: [...new Set(personIds)] } }).toArray();
    return new Set(documents.filter(({ isRestricted }) => isRestricted).map(({ _id }) => _id));
  }
}
