import type { SearchDocumentStore } from '../store/search-document-store.ts';
import type { SearchIndex } from './search-index.ts';

/**
 * Fills an index from the projection where it is new, was folded by other rules, or does not hold what the projection holds. Killed
 * half-way it begins again. Answers how many persons it indexed; 0 when nothing was to do.
 */
export const rebuildIndexIfNeeded = async (store: SearchDocumentStore, index: SearchIndex): Promise<number> => {
  const state = await index.state();
  if (state.isComplete && state.count === (await store.count())) return 0;
  await index.clear();
  let indexed = 0;
  for await (const persons of store.steps()) {
    await index.apply(persons);
    indexed += persons.length;
  }
  await index.markComplete();
  return indexed;
};
