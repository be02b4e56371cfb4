import type { PersonAliases } from '@resident-graph/service-kit';
import type { IndexedPerson } from '../domain/person-search.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import type { ProjectedPerson, SearchDocumentStore } from '../store/search-document-store.ts';

/** What the index is made from, and the index. */
export interface IndexTargets {
  readonly store: SearchDocumentStore;
  readonly aliases: PersonAliases;
  readonly index: SearchIndex;
}

/** What the index holds of some persons: an entry for each who goes on, and who is merged away. */
export interface IndexEntries {
  readonly entries: readonly IndexedPerson[];
  readonly mergedAway: readonly ProjectedPerson[];
}

/**
 * What the index holds of persons. One entry stands for a survivor and all whom it absorbed: their names find it too, while sorting and
 * filters are the survivor's. Source: access-model.md W11.
 */
export const toIndexEntries = async (
  { store, aliases }: Pick<IndexTargets, 'store' | 'aliases'>,
  persons: readonly ProjectedPerson[],
): Promise<IndexEntries> => {
  const groups = await aliases.groupsOf(persons.map(({ id }) => id));
  const mergedAway = persons.filter(({ id }) => groups.get(id)?.[0] !== id);
  const going = persons.filter(({ id }) => groups.get(id)?.[0] === id);
  const absorbed = [...new Set(going.flatMap(({ id }) => (groups.get(id) ?? []).slice(1)))];
  const known = absorbed.length === 0 ? new Map<string, ProjectedPerson>() : await store.find(absorbed);
  const entries = going.map(({ id, projectionVersion, snapshot }) => ({
    id,
    version: projectionVersion,
    snapshot,
    alsoNamed: (groups.get(id) ?? []).slice(1).flatMap((mergedId) => known.get(mergedId)?.snapshot ?? []),
  }));
  return { entries, mergedAway };
};

/** Gives the index what the projection holds of persons now; durable when the promise resolves. */
export const indexPersons = async (targets: IndexTargets, persons: readonly ProjectedPerson[]): Promise<void> => {
  const { entries, mergedAway } = await toIndexEntries(targets, persons);
  await targets.index.apply(entries);
  for (const { id, projectionVersion } of mergedAway) await targets.index.remove(id, projectionVersion);
};

/** Gives the index anew whoever is marked, from after the mark: what is read then is as new as the mark. */
export const indexStale = async (targets: IndexTargets): Promise<void> => {
  const ids = await targets.store.findStale();
  if (ids.length === 0) return;
  const persons = [...(await targets.store.find(ids)).values()];
  await indexPersons(targets, persons);
  await targets.store.markCurrent(persons);
};
