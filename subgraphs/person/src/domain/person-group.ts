import { absorbedBy, maximumGroup } from './merge.ts';
import type { Person } from './person.ts';

/** Where persons are read, each once. */
export interface PersonReader {
  findPersons(ids: readonly string[]): Promise<readonly Person[]>;
}

/** Merges on a chain that are followed; a circle, which must not exist, ends too. */
const longestChain = maximumGroup;

/**
 * By id the person whose record goes on: itself, or the last survivor of its chain of merges. An unknown id has no entry. One read where nobody
 * is merged away, one more for each step of the longest chain.
 */
export const findSurvivors = async (source: PersonReader, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> => {
  const known = new Map<string, Person>();
  const asked = new Set<string>();
  for (let wanted = [...new Set(ids)]; wanted.length > 0; ) {
    for (const id of wanted) asked.add(id);
    for (const person of await source.findPersons(wanted)) known.set(person.id, person);
    wanted = [...known.values()].flatMap(({ mergedInto }) =>
      mergedInto === null || asked.has(mergedInto.survivorId) ? [] : [mergedInto.survivorId],
    );
  }
  const lastOf = (first: Person): Person => {
    let person = first;
    for (let steps = 0; person.mergedInto !== null && steps < longestChain; steps += 1) {
      const next = known.get(person.mergedInto.survivorId);
      if (next === undefined) return person;
      person = next;
    }
    return person;
  };
  return new Map([...new Set(ids)].flatMap((id) => (known.has(id) ? [[id, lastOf(known.get(id) as Person)] as const] : [])));
};

/** By survivor's id those who are merged into it, chains included, in the order of merging. Nothing is read for those who absorbed nobody. */
export const findMerged = async (source: PersonReader, survivors: readonly Person[]): Promise<ReadonlyMap<string, readonly Person[]>> => {
  const merged = new Map<string, readonly Person[]>();
  const asked = new Set<string>();
  for (let parents = survivors; parents.length > 0; ) {
    const wanted = [...new Set(parents.flatMap(absorbedBy))].filter((id) => !asked.has(id));
    for (const id of wanted) asked.add(id);
    const found = wanted.length === 0 ? [] : await source.findPersons(wanted);
    for (const parent of parents) {
      const own = found.filter(({ mergedInto }) => mergedInto?.survivorId === parent.id);
      merged.set(parent.id, own.toSorted(inOrderOfMerging));
    }
    parents = found.filter(({ mergedInto }) => mergedInto !== null);
  }
  const membersOf = (id: string): readonly Person[] => (merged.get(id) ?? []).flatMap((person) => [person, ...membersOf(person.id)]);
  return new Map(survivors.map(({ id }) => [id, membersOf(id)]));
};

const inOrderOfMerging = (one: Person, other: Person): number => {
  const [first, second] = [one.mergedInto?.at ?? '', other.mergedInto?.at ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  return one.id < other.id ? -1 : 1;
};
