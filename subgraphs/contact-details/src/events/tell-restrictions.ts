import type { RestrictionEvent } from '@resident-graph/schema';
import { applyRestrictionsAction, type OutboxSubscriber, type RestrictionFlag, type WorkerLink } from '@resident-graph/service-kit';
import type { Restriction } from '../domain/restriction.ts';
import type { RestrictionStore } from '../store/restriction-store.ts';

/** What telling others of restrictions stands on. */
export interface RestrictionTellingParts {
  readonly store: Pick<RestrictionStore, 'confirm'>;
  readonly search: WorkerLink;
  readonly person: WorkerLink;
}

const toFlag = ({ entityId, version, type }: RestrictionEvent): RestrictionFlag => ({
  personId: entityId,
  version,
  isRestricted: type === 'PersonRestricted',
});

/** Tells a slice; resolves when it is durable there. */
const tell = async (slice: WorkerLink, restrictions: readonly RestrictionFlag[], correlationId: string): Promise<void> => {
  await slice.call(applyRestrictionsAction, { restrictions }, correlationId);
};

/** Tells search what holds now, ahead of the relay, and notes that it confirmed. Rejects when search does not answer. */
export const createTellSearch =
  ({ store, search }: RestrictionTellingParts) =>
  async ({ personId, toldVersion, isActive }: Restriction, correlationId: string): Promise<void> => {
    await tell(search, [{ personId, version: toldVersion, isRestricted: isActive }], correlationId);
    await store.confirm(personId, toldVersion);
  };

/** Those who are told of every restriction until they confirm: search, and the person subgraph. */
export const createRestrictionSubscribers = ({
  store,
  search,
  person,
}: RestrictionTellingParts): readonly OutboxSubscriber<RestrictionEvent>[] => [
  {
    name: 'search',
    deliver: async (events) => {
      await tell(search, events.map(toFlag), events[0]?.correlationId ?? '');
      for (const { entityId, version } of events) await store.confirm(entityId, version);
    },
  },
  { name: 'person', deliver: (events) => tell(person, events.map(toFlag), events[0]?.correlationId ?? '') },
];
