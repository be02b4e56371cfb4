import { groupBy } from '../collections/group-by.ts';
import type { CollectionDeclaration, DocumentCollection, DocumentDatabase, StoredDocument } from '../store/document-collection.ts';
import { isDuplicateKey } from '../store/store-errors.ts';
import type { MergeEntry } from './apply-merges.ts';

/** What a slice was told of one person's merge; `_id` is the merged person's id. */
export interface PersonAliasDocument extends StoredDocument {
  /** The direct survivor; null after an unmerge. */
  readonly survivorId: string | null;
  /** Of the merged person's record. */
  readonly version: number;
  /** When the ids were joined or parted. */
  readonly at: string;
}

/** Where `PersonAliases` keeps what it was told. */
export const personAliasesCollection: CollectionDeclaration = {
  name: 'personAliases',
  indexes: [{ name: 'survivorId', key: { survivorId: 1 }, whereExists: 'survivorId' }],
};

type AliasCollection = Pick<DocumentCollection<PersonAliasDocument>, 'find' | 'insertOne' | 'updateOne'>;

/** A merge that stands. */
interface Join {
  readonly mergedId: string;
  readonly survivorId: string;
  readonly at: string;
}

const inOrderOfMerging = (one: Join, other: Join): number => {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.mergedId < other.mergedId ? -1 : 1;
};

/** The last of a chain of survivors. Where a chain comes back to itself, the smallest id of the circle: the same for all in it. */
const lastSurvivor = (id: string, joins: ReadonlyMap<string, Join>): string => {
  const seen = new Set<string>();
  let current = id;
  for (let join = joins.get(current); join !== undefined; join = joins.get(current)) {
    if (seen.has(current)) {
      const passed = [...seen];
      return passed.slice(passed.indexOf(current)).toSorted()[0] ?? current;
    }
    seen.add(current);
    current = join.survivorId;
  }
  return current;
};

/** A survivor, then each whom it absorbed in the order of merging, each followed by those whom it had absorbed itself. */
const membersOf = (survivorId: string, absorbed: ReadonlyMap<string, readonly Join[]>): readonly string[] => {
  const members = new Set<string>();
  const add = (id: string): void => {
    if (members.has(id)) return;
    members.add(id);
    for (const { mergedId } of (absorbed.get(id) ?? []).toSorted(inOrderOfMerging)) add(mergedId);
  };
  add(survivorId);
  return [...members];
};

/**
 * Which ids of persons are joined, as far as this slice was told. A merge changes no record: it is this list alone, so that an unmerge is
 * the identity. Source: access-model.md W11.
 */
export class PersonAliases {
  readonly #aliases: AliasCollection;

  constructor(aliases: AliasCollection) {
    this.#aliases = aliases;
  }

  static async open(database: DocumentDatabase): Promise<PersonAliases> {
    return new PersonAliases(await database.collection<PersonAliasDocument>(personAliasesCollection));
  }

  /** Takes entries in, by version: what is not newer than is known changes nothing, so repetitions and late ones do no harm. */
  async apply(entries: readonly MergeEntry[]): Promise<void> {
    for (const entry of entries) {
      // Between the two somebody else may bring the person's first entry: then the version decides.
      if (!(await this.#raise(entry)) && !(await this.#add(entry))) await this.#raise(entry);
    }
  }

  /**
   * For each id its group: the last survivor first, then all whom it absorbed, chains included; the id alone when it is joined with none.
   * One find when nobody of them is merged, otherwise one more for each step along the longest chain.
   */
  async groupsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const wanted = [...new Set(ids)];
    const joins = await this.#joinsAround(wanted);
    const absorbed = groupBy([...joins.values()], ({ survivorId }) => survivorId);
    const bySurvivor = new Map<string, readonly string[]>();
    return new Map(
      wanted.map((id) => {
        const survivorId = lastSurvivor(id, joins);
        const group = bySurvivor.get(survivorId) ?? membersOf(survivorId, absorbed);
        bySurvivor.set(survivorId, group);
        return [id, group];
      }),
    );
  }

  /** For each id the last survivor of its chain; itself for one that is not merged away. */
  async survivorsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map([...(await this.groupsOf(ids))].map(([id, [survivorId = id]]) => [id, survivorId]));
  }

  /** How many persons are merged away. */
  async countMerged(): Promise<number> {
    return (await this.#aliases.find({ survivorId: { $gt: '' } }, { projection: { version: 1 } }).toArray()).length;
  }

  /** All merges that stand in the groups of some ids, by the merged id. */
  async #joinsAround(ids: readonly string[]): Promise<ReadonlyMap<string, Join>> {
    const joins = new Map<string, Join>();
    const known = new Set(ids);
    let asked = ids;
    while (asked.length > 0) {
      const found = await this.#aliases.find({ $or: [{ _id: { $in: [...asked] } }, { survivorId: { $in: [...asked] } }] }).toArray();
      for (const { _id: mergedId, survivorId, at } of found) if (survivorId !== null) joins.set(mergedId, { mergedId, survivorId, at });
      asked = [...new Set(found.flatMap(({ _id, survivorId }) => (survivorId === null ? [] : [_id, survivorId])))].filter(
        (id) => !known.has(id),
      );
      for (const id of asked) known.add(id);
    }
    return joins;
  }

  async #raise({ mergedId: _id, survivorId, version, at }: MergeEntry): Promise<boolean> {
    return (await this.#aliases.updateOne({ _id, version: { $lt: version } }, { $set: { survivorId, version, at } })).matchedCount > 0;
  }

  async #add({ mergedId: _id, survivorId, version, at }: MergeEntry): Promise<boolean> {
    try {
      await this.#aliases.insertOne({ _id, survivorId, version, at });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
