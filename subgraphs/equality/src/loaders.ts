import { mayReadRecord } from '@resident-graph/policy';
import type { RestrictionDirectory, SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { EqualityInformation } from './domain/equality-information.ts';
import { findSurvivors, type SurvivorParts } from './operations/find-survivors.ts';
import type { EqualityInformationStore } from './store/equality-information-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly informationById: DataLoader<string, EqualityInformation | null>;
  readonly informationByTarget: DataLoader<string, EqualityInformation | null>;
}

/** What loaders stand on. */
export interface LoaderParts extends SurvivorParts {
  readonly store: Pick<EqualityInformationStore, 'findRecords' | 'findByTarget'>;
  readonly restrictions: RestrictionDirectory;
}

/** As many persons at once as the question who is restricted takes. */
const restrictionBatch = { maxBatchSize: 1_000 };

/**
 * Makes the loaders of one request. To a resident every record but the own one is absent, and so is that of a restricted person to everybody
 * else outside the compartment. Any id of a joined person finds the
 * survivor's record. Source: access-model.md section 5, W11, decision 16.
 */
export const createLoaders = (parts: LoaderParts, call: Pick<SignedCall, 'subject' | 'correlationId'>): Loaders => {
  const { store, restrictions } = parts;
  const { subject } = call;
  /** Those of some persons whose record the caller may be shown. Rejects with STORE_UNAVAILABLE when restrictions cannot be known. */
  const findOpen = async (targetIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const readable = targetIds.filter((id) => mayReadRecord(subject, id));
    // The own record is open to a resident, whoever else is kept from it.
    if (subject.kind === 'resident') return new Set(readable);
    const standings = await restrictions.findStandings(readable, call);
    return new Set(readable.filter((id) => standings.get(id) !== 'OUTSIDE'));
  };
  return {
    informationById: new DataLoader<string, EqualityInformation | null>(async (ids) => {
      const records = await store.findRecords(ids);
      const targetIds = records.map(({ information }) => information.targetId);
      const [open, survivors] = await Promise.all([findOpen(targetIds), findSurvivors(parts, targetIds, call)]);
      const isShown = (targetId: string): boolean => open.has(targetId) && survivors.get(targetId) === targetId;
      const readable = records.filter(({ information }) => isShown(information.targetId));
      const found = new Map(readable.map(({ information }) => [information.id, information]));
      return ids.map((id) => found.get(id) ?? null);
    }, restrictionBatch),
    informationByTarget: new DataLoader<string, EqualityInformation | null>(async (targetIds) => {
      const [open, survivors] = await Promise.all([findOpen(targetIds), findSurvivors(parts, targetIds, call)]);
      const survivorIds = new Set([...open].map((id) => survivors.get(id) ?? id));
      const records = open.size === 0 ? [] : await store.findByTarget([...survivorIds]);
      const found = new Map(records.map(({ information }) => [information.targetId, information]));
      return targetIds.map((targetId) => (open.has(targetId) ? (found.get(survivors.get(targetId) ?? targetId) ?? null) : null));
    }, restrictionBatch),
  };
};
