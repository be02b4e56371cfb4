import { mayReadRecord, type Subject } from '@resident-graph/policy';
import DataLoader from 'dataloader';
import type { Person } from './domain/person.ts';
import type { PersonStore } from './store/person-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly personById: DataLoader<string, Person | null>;
}

/** Makes the loaders of one request. To a resident every record but the own one is absent: it is not even read. */
export const createLoaders = (store: Pick<PersonStore, 'findPersons'>, subject: Subject): Loaders => ({
  personById: new DataLoader(async (ids) => {
    const readable = ids.filter((id) => mayReadRecord(subject, id));
    const persons = readable.length === 0 ? [] : await store.findPersons(readable);
    const found = new Map(persons.map((person) => [person.id, person]));
    return ids.map((id) => found.get(id) ?? null);
  }),
});
