import type { MergeEntry } from '@resident-graph/service-kit';
import { type IndexTargets, indexStale } from './index-groups.ts';

/**
 * Takes merges in: who is merged away leaves the index, and whoever goes on is found by the names of all. Everybody concerned is marked
 * first, so that a kill in between leaves nobody behind: the next merge, or the next start, gives the index who is marked.
 */
export const applyMerges = async (merges: readonly MergeEntry[], targets: IndexTargets): Promise<void> => {
  const { store, aliases } = targets;
  const named = merges.flatMap(({ mergedId, survivorId }) => (survivorId === null ? [mergedId] : [mergedId, survivorId]));
  const concerned = [...new Set([...(await aliases.groupsOf(named)).values()].flat())];
  await store.markStale(concerned);
  await aliases.apply(merges);
  // Once more, and with whom a delivery in between has joined them: whoever indexed one of them meanwhile may have seen the old groups.
  const joined = [...(await aliases.groupsOf(concerned)).values()].flat();
  await store.markStale([...concerned, ...joined]);
  await indexStale(targets);
};
