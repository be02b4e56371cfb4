import { type IndexTargets, toIndexEntries } from '../events/index-groups.ts';

/**
 * Fills an index from the projection where it is new, was folded by other rules, or does not hold what the projection holds. Killed
 * half-way it begins again. Answers how many persons it indexed; 0 when nothing was to do.
 */
export const rebuildIndexIfNeeded = async (targets: IndexTargets): Promise<number> => {
  const { store, aliases, index } = targets;
  const state = await index.state();
  if (state.isComplete && state.count === (await store.count()) - (await aliases.countMerged())) return 0;
  await index.clear();
  let indexed = 0;
  for await (const persons of store.steps()) {
    const { entries } = await toIndexEntries(targets, persons);
    await index.apply(entries);
    indexed += entries.length;
  }
  await index.markComplete();
  return indexed;
};
