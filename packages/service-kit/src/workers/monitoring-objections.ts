import { z } from 'zod';
import { DependencyError } from '../errors/service-error.ts';
import type { WorkerLink } from './worker-link.ts';

/** The worker action of contact-details that answers who of some persons objects to monitoring. */
export const findMonitoringObjectionsAction = 'objections.find-monitoring';
export const findMonitoringObjectionsInput = z.strictObject({ personIds: z.array(z.string()).max(1_000) });
const findMonitoringObjectionsOutput = z.object({ personIds: z.array(z.string()) });

/** Those who object, as contact-details answers them. */
export type FoundMonitoringObjections = Readonly<z.input<typeof findMonitoringObjectionsOutput>>;

/**
 * Those of some persons, at most 1,000, who object to monitoring now; nothing is remembered. Rejects with STORE_UNAVAILABLE when that
 * cannot be known now: who counts answers then counts nobody's. Source: access-model.md section 8.
 */
export type FindMonitoringObjections = (personIds: readonly string[], correlationId: string) => Promise<ReadonlySet<string>>;

/** Asks contact-details each time. */
export const createFindMonitoringObjections =
  (contactDetails: WorkerLink): FindMonitoringObjections =>
  async (personIds, correlationId) => {
    const wanted = [...new Set(personIds)];
    if (wanted.length === 0) return new Set();
    try {
      const answer = await contactDetails.call(findMonitoringObjectionsAction, { personIds: wanted }, correlationId);
      return new Set(findMonitoringObjectionsOutput.parse(answer).personIds);
    } catch (cause) {
      throw new DependencyError('STORE_UNAVAILABLE', 'Who objects to monitoring cannot be known now; nobody was counted.', { cause });
    }
  };
