import type { AccessEventDraft } from '@resident-graph/service-kit';

/** The record of who saw what, and who changed who may see. */
export interface AccessLog {
  /**
   * Puts events on record, in their order; answers when they are durable.
   * @throws DependencyError AUDIT_UNAVAILABLE when that cannot be done in time
   */
  append(events: readonly AccessEventDraft[]): Promise<void>;
}
