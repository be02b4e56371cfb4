import DataLoader from 'dataloader';
import type { EqualityInformation } from './domain/equality-information.ts';
import type { EqualityInformationStore } from './store/equality-information-store.ts';

/** The loaders of one request: whatever is asked one by one is read in one batch. */
export interface Loaders {
  readonly informationById: DataLoader<string, EqualityInformation | null>;
  readonly informationByTarget: DataLoader<string, EqualityInformation | null>;
}

/** Makes the loaders of one request. */
export const createLoaders = (store: EqualityInformationStore): Loaders => ({
  informationById: new DataLoader(async (ids) => {
    const found = new Map((await store.findById(ids)).map((information) => [information.id, information]));
    return ids.map((id) => found.get(id) ?? null);
  }),
  informationByTarget: new DataLoader(async (targetIds) => {
    const found = new Map((await store.findByTarget(targetIds)).map(({ information }) => [information.targetId, information]));
    return targetIds.map((targetId) => found.get(targetId) ?? null);
  }),
});
