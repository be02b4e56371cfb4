import { setImmediate } from 'node:timers/promises';
import { ProblemCollector } from '@resident-graph/service-kit';
import type { EqualityReportInput } from '../__generated__/schema-types.ts';
import { londonDay } from '../domain/london-day.ts';
import { buildReport, type ShownReport } from '../domain/report/build-report.ts';
import { createDisclosureControl, type SuppressBelow } from '../domain/report/disclosure-control.ts';
import { readReportRequest } from '../domain/report/report-request.ts';
import { type SnapshotParts, takeSnapshot } from './take-snapshot.ts';

/** What reports stand on. */
export interface ReportParts extends SnapshotParts {
  readonly suppressBelow: SuppressBelow;
  readonly now: () => number;
}

/** Answers tables of equality answers. Nothing of what was asked is remembered. */
export type EqualityReports = (input: EqualityReportInput) => Promise<ShownReport>;

/**
 * Makes the operation `equalityReport`: it answers from the newest snapshot, and makes one only when there has never been any.
 * @throws InputError BAD_USER_INPUT with all problems
 */
export const createEqualityReports = (parts: ReportParts): EqualityReports => {
  const control = createDisclosureControl(parts.suppressBelow, parts.secrets.salt);
  let first: Promise<void> | undefined;
  return async (input) => {
    const problems = new ProblemCollector('input');
    const request = readReportRequest(input, problems);
    problems.throwIfAny();
    if ((await parts.snapshots.findLatest()) === null) {
      first ??= takeSnapshot(parts, londonDay(parts.now()), async () => true).finally(() => {
        first = undefined;
      });
      await first;
    }
    return buildReport(request, { snapshot: await parts.snapshots.findLatest(), control, pause: () => setImmediate() });
  };
};
