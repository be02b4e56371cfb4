import type { FoundMonitoringObjections, PersonAliases } from '@resident-graph/service-kit';
import type { ConsentStore } from '../store/consent-store.ts';

/** What the question stands on. */
export interface MonitoringObjectionParts {
  readonly store: Pick<ConsentStore, 'findMonitoringObjected'>;
  /** Which ids of persons are joined. */
  readonly aliases: Pick<PersonAliases, 'groupsOf'>;
}

/**
 * Those of some persons who object to monitoring, under whichever of the ids that are joined now, or were when they
 * objected. For the worker of equality alone, which leaves them out of reports. Source: access-model.md section 8.
 */
export const findMonitoringObjections = async (
  { store, aliases }: MonitoringObjectionParts,
  personIds: readonly string[],
): Promise<FoundMonitoringObjections> => {
  const groups = await aliases.groupsOf(personIds);
  const objecting = await store.findMonitoringObjected([...groups.values()].flat());
  return { personIds: personIds.filter((id) => (groups.get(id) ?? [id]).some((joined) => objecting.has(joined))) };
};
