import { isResidentSpeaking, mayReadRecord } from '@resident-graph/policy';
import type { RestrictionDirectory, RestrictionFlags, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { Person } from './domain/person.ts';
import { findMerged, findSurvivors } from './domain/person-group.ts';
import { createLinkLoaders, type LinkLoaderParts, type LinkLoaders } from './link-loaders.ts';
import type { PersonStore } from './store/person-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders extends LinkLoaders {
  readonly personById: DataLoader<string, Person | null>;
  /** By survivor's id who is merged into it, in the order of merging; nobody for residents. */
  readonly mergedById: DataLoader<string, readonly Person[]>;
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
  const findAbsorbed = async (persons: readonly Person[]): Promise<ReadonlyMap<string, readonly Person[]>> =>
    isResidentSpeaking(subject) ? new Map() : findMerged(store, persons);
  const noteShown = async (persons: readonly Person[]): Promise<void> => {
    const absorbed = [...(await findAbsorbed(persons)).values()].flat();
    const restricted = [...(await flags.findRestricted([...persons, ...absorbed].map(({ id }) => id)))];
    if (restricted.length > 0) disclose({ action: 'person.read-restricted', personIds: restricted, resourceIds: restricted });
  };
  /** A resident is shown the own record also when it is merged away: a wrong merge must not show one resident another. */
  const findShown = async (ids: readonly string[]): Promise<ReadonlyMap<string, Person>> => {
    if (ids.length === 0) return new Map();
    return isResidentSpeaking(subject)
      ? new Map((await store.findPersons(ids)).map((person) => [person.id, person]))
      : findSurvivors(store, ids);
  };
  const personById = new DataLoader<string, Person | null>(async (ids) => {
    const readable = ids.filter((id) => mayReadRecord(subject, id));
    const found = await findShown(readable);
    await noteShown([...new Set(found.values())]);
    return ids.map((id) => found.get(id) ?? null);
  });
  const mergedById = new DataLoader<string, readonly Person[]>(async (ids) => {
    const persons = await Promise.all(ids.map((id) => personById.load(id)));
    const merged = await findAbsorbed(persons.filter((person) => person !== null));
    return persons.map((person) => (person === null ? [] : (merged.get(person.id) ?? [])));
  });
  const isOpenById = new DataLoader<string, boolean>(async (ids) => {
    // The own record is open to a resident, whoever else is kept from it (access-model.md section 6, cap 2 and grant 5).
    if (subject.kind === 'resident') return ids.map((id) => mayReadRecord(subject, id));
    const standings = await parts.restrictions.findStandings(ids, call);
    return ids.map((id) => standings.get(id) !== 'OUTSIDE');
  }, restrictionBatch);
  return { personById, noteShown, isOpenById, mergedById, ...createLinkLoaders(parts, { subject, disclose, isOpenById, mergedById }) };
};
