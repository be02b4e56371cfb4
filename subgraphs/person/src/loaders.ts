import { mayReadRecord } from '@resident-graph/policy';
import type { RestrictionFlags, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { Person } from './domain/person.ts';
import type { PersonStore } from './store/person-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly personById: DataLoader<string, Person | null>;
  /** Puts those of some persons on record that are restricted, since they are shown. */
  readonly noteShown: (persons: readonly Person[]) => Promise<void>;
}

/** What loaders stand on. */
export interface LoaderParts {
  readonly store: Pick<PersonStore, 'findPersons'>;
  readonly flags: Pick<RestrictionFlags, 'findRestricted'>;
}

/**
 * Makes the loaders of one request. To a resident every record but the own one is absent: it is not even read. That a restricted person is
 * shown goes on record (access-model.md section 11).
 */
export const createLoaders = ({ store, flags }: LoaderParts, { subject, disclose }: Pick<SignedCall, 'subject' | 'disclose'>): Loaders => {
  const noteShown = async (persons: readonly Person[]): Promise<void> => {
    const restricted = [...(await flags.findRestricted(persons.map(({ id }) => id)))];
    if (restricted.length > 0) disclose({ action: 'person.read-restricted', personIds: restricted, resourceIds: restricted });
  };
  const personById = new DataLoader<string, Person | null>(async (ids) => {
    const readable = ids.filter((id) => mayReadRecord(subject, id));
    const persons = readable.length === 0 ? [] : await store.findPersons(readable);
    await noteShown(persons);
    const found = new Map(persons.map((person) => [person.id, person]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return { personById, noteShown };
};
