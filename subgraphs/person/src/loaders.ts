import DataLoader from 'dataloader';
import type { Person } from './domain/person.ts';
import type { PersonStore } from './store/person-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly personById: DataLoader<string, Person | null>;
}

/** Makes the loaders of one request. */
export const createLoaders = (store: PersonStore): Loaders => ({
  personById: new DataLoader(async (ids) => {
    const found = new Map((await store.findPersons(ids)).map((person) => [person.id, person]));
    return ids.map((id) => found.get(id) ?? null);
  }),
});
