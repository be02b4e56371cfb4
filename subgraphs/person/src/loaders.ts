import { mayReadRecord } from '@resident-graph/policy';
import type { RestrictionDirectory, RestrictionFlags, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { Person } from './domain/person.ts';
import { createLinkLoaders, type LinkLoaderParts, type LinkLoaders } from './link-loaders.ts';
import type { PersonStore } from './store/person-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders extends LinkLoaders {
  readonly personById: DataLoader<string, Person | null>;
  /** Whether the caller is told all of a person: false for a restricted one outside the compartment. */
  readonly isOpenById: DataLoader<string, boolean>;
  /** Puts those of some persons on record that are restricted, since they are shown. */
  readonly noteShown: (persons: readonly Person[]) => Promise<void>;
}

/** As many persons at once as the question who is restricted takes. */
const restrictionBatch = { maxBatchSize: 1_000 };

/** What loaders stand on. */
export interface LoaderParts extends LinkLoaderParts {
  readonly restrictions: RestrictionDirectory;
  readonly store: Pick<PersonStore, 'findPersons'>;
  readonly flags: Pick<RestrictionFlags, 'findRestricted'>;
}

/**
 * Makes the loaders of one request. To a resident every record but the own one is absent: it is not even read. That a restricted person is
 * shown goes on record (access-model.md section 11).
 */
export const createLoaders = (parts: LoaderParts, call: Pick<SignedCall, 'subject' | 'disclose' | 'correlationId'>): Loaders => {
  const { store, flags } = parts;
  const { subject, disclose } = call;
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
  const isOpenById = new DataLoader<string, boolean>(async (ids) => {
    // The own record is open to a resident, whoever else is kept from it (access-model.md section 6, cap 2 and grant 5).
    if (subject.kind === 'resident') return ids.map((id) => mayReadRecord(subject, id));
    const standings = await parts.restrictions.findStandings(ids, call);
    return ids.map((id) => standings.get(id) !== 'OUTSIDE');
  }, restrictionBatch);
  return { personById, noteShown, isOpenById, ...createLinkLoaders(parts, { subject, disclose, isOpenById }) };
};
