import type { PersonMergeEvent } from '@resident-graph/schema';
import { type DocumentCollection, withEvent } from '@resident-graph/service-kit';
import type { MergeStep } from '../domain/merge.ts';
import type { Person } from '../domain/person.ts';
import type { PersonChange } from '../domain/person-change.ts';
import type { PersonDocument, PersonTrail } from './person-document.ts';

/**
 * The single steps of merging and parting persons, each one conditional write of one document. A survivor with a step under way absorbs nobody
 * else and is not merged away itself, so that two merges at a time can make no circle. Source: access-model.md W11.
 */
export class PersonMerges {
  readonly #persons: Pick<DocumentCollection<PersonDocument>, 'find' | 'updateOne'>;

  constructor(persons: Pick<DocumentCollection<PersonDocument>, 'find' | 'updateOne'>) {
    this.#persons = persons;
  }

  /**
   * Notes on the survivor what is about to happen. False when the version is another by now, a step is under way, or somebody is to be merged
   * into one who is merged away.
   */
  async begin({ id, version }: Pick<Person, 'id' | 'version'>, step: MergeStep): Promise<boolean> {
    const standing = step.kind === 'MERGE' ? { mergedInto: null } : {};
    const outcome = await this.#persons.updateOne(
      { _id: id, version, mergeUnderWay: null, ...standing },
      { $set: { mergeUnderWay: step } },
    );
    return outcome.matchedCount > 0;
  }

  /** Takes a note back. */
  async takeBack(survivorId: string, { mergeId }: MergeStep): Promise<void> {
    await this.#persons.updateOne({ _id: survivorId, 'mergeUnderWay.mergeId': mergeId }, { $set: { mergeUnderWay: null } });
  }

  /**
   * Writes the merged person as it is from now on, with event and history: the moment at which the merge counts. False when the version
   * is another by now, somebody else was faster, or the person absorbs somebody just now.
   */
  async mark(before: Person, after: Person, trail: { readonly event: PersonMergeEvent; readonly change: PersonChange }): Promise<boolean> {
    const { version, mergedInto, lastModifiedAt } = after;
    const standing = before.mergedInto === null ? { mergedInto: null } : { 'mergedInto.mergeId': before.mergedInto.mergeId };
    const update = withEvent(trail.event, { version, mergedInto, lastModifiedAt });
    const outcome = await this.#persons.updateOne(
      { _id: before.id, version: before.version, mergeUnderWay: null, ...standing },
      { ...update, $push: { ...update.$push, changes: trail.change } },
    );
    return outcome.matchedCount > 0;
  }

  /** Writes the survivor when all of a step is done, with event and history. False when somebody else was faster. */
  async settle(before: Person, after: Person, { event, change }: PersonTrail): Promise<boolean> {
    const { version, mergedIds, lastModifiedAt } = after;
    const update = withEvent(event, { version, mergedIds, lastModifiedAt, mergeUnderWay: null });
    const standing = before.mergeUnderWay === null ? { mergeUnderWay: null } : { 'mergeUnderWay.mergeId': before.mergeUnderWay.mergeId };
    const outcome = await this.#persons.updateOne(
      { _id: before.id, version: before.version, ...standing },
      { ...update, $push: { ...update.$push, changes: change } },
    );
    return outcome.matchedCount > 0;
  }

  /** Of whom a person is being parted, when that is under way; else null. */
  async findParting(mergedId: string): Promise<string | null> {
    const wanted = { 'mergeUnderWay.mergeId': { $gt: '' }, 'mergeUnderWay.mergedId': mergedId, 'mergeUnderWay.kind': 'UNMERGE' };
    const [found] = await this.#persons.find(wanted, { projection: { version: 1 } }).toArray();
    return found?._id ?? null;
  }

  /** Survivors with a step under way. */
  async findUnderWay(): Promise<readonly string[]> {
    const found = await this.#persons.find({ 'mergeUnderWay.mergeId': { $gt: '' } }, { projection: { version: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }
}
