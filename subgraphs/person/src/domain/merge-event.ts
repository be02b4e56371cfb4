import type { PersonMergeEvent } from '@resident-graph/schema';
import type { Person, WriteCircumstances } from './person.ts';

/** The event that tells of a person who was merged, or parted again. */
export const toMergeEvent = (
  { id, version, mergedInto }: Pick<Person, 'id' | 'version' | 'mergedInto'>,
  { at, correlationId, newId }: WriteCircumstances,
): PersonMergeEvent => ({
  id: newId(),
  type: mergedInto === null ? 'PersonUnmerged' : 'PersonMerged',
  entityId: id,
  version,
  at,
  correlationId,
  survivorId: mergedInto?.survivorId ?? null,
});
