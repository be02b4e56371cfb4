import { mayReadRecord } from '@resident-graph/policy';
import type { SignedCall } from '@resident-graph/service-kit';
import DataLoader from 'dataloader';
import type { EqualityInformation } from './domain/equality-information.ts';
import type { EqualityInformationStore } from './store/equality-information-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly informationById: DataLoader<string, EqualityInformation | null>;
  readonly informationByTarget: DataLoader<string, EqualityInformation | null>;
}

/** Makes the loaders of one request. To a resident every record but the own one is absent. */
export const createLoaders = (store: EqualityInformationStore, { subject }: Pick<SignedCall, 'subject'>): Loaders => ({
  informationById: new DataLoader(async (ids) => {
    const records = await store.findRecords(ids);
    const readable = records.filter(({ information }) => mayReadRecord(subject, information.targetId));
    const found = new Map(readable.map(({ information }) => [information.id, information]));
    return ids.map((id) => found.get(id) ?? null);
  }),
  informationByTarget: new DataLoader(async (targetIds) => {
    const readable = targetIds.filter((id) => mayReadRecord(subject, id));
    const records = readable.length === 0 ? [] : await store.findByTarget(readable);
    const found = new Map(records.map(({ information }) => [information.targetId, information]));
    return targetIds.map((targetId) => found.get(targetId) ?? null);
  }),
});
