import type { EqualityInformationEvent } from '@resident-graph/schema';
import type { EqualityInformation } from './equality-information.ts';

/** The event that tells of a written record: that there is one, never an answer. */
export const toEqualityEvent = (
  type: EqualityInformationEvent['type'],
  information: EqualityInformation,
  write: { readonly id: string; readonly correlationId: string },
): EqualityInformationEvent => ({
  id: write.id,
  type,
  entityId: information.id,
  version: information.version,
  at: information.lastModifiedAt,
  correlationId: write.correlationId,
  targetId: information.targetId,
});
