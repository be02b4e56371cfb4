import { setImmediate } from 'node:timers/promises';
import { ProblemCollector } from '@resident-graph/service-kit';
import type { EqualityReportInput } from '../__generated__/schema-types.ts';
import { buildReport, type ShownReport } from '../domain/report/build-report.ts';
import { createDisclosureControl, type SuppressBelow } from '../domain/report/disclosure-control.ts';
import { readReportRequest } from '../domain/report/report-request.ts';
import { type FindLeftOut, type SnapshotParts, takeSnapshot } from './take-snapshot.ts';

/** Computes reports and makes the snapshots that they are computed from. */
export interface ReportEngine {
  /**
   * Answers a question from the newest snapshot; makes today's only when there has never been any.
   * @throws InputError BAD_USER_INPUT with all problems; DependencyError STORE_UNAVAILABLE
   */
  report(input: EqualityReportInput, today: string): Promise<ShownReport>;
  /** Makes the snapshot of a day; does nothing when there is one. */
  takeSnapshot(day: string, mayGoOn: () => Promise<boolean>): Promise<void>;
  /** Stops computing; what is asked meanwhile is refused. */
  close(): Promise<void>;
}

/** What reports stand on. */
export interface ReportEngineParts extends SnapshotParts {
  readonly suppressBelow: SuppressBelow;
  readonly findLeftOut: (personIds: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Checks a question. @throws InputError BAD_USER_INPUT with all problems */
export const assertReportRequest = (input: EqualityReportInput): ReturnType<typeof readReportRequest> => {
  const problems = new ProblemCollector('input');
  const request = readReportRequest(input, problems);
  problems.throwIfAny();
  return request;
};

/** An engine that computes in the calling thread. */
export const createReportEngine = (parts: ReportEngineParts): ReportEngine => {
  const control = createDisclosureControl(parts.suppressBelow, parts.secrets.salt);
  let first: Promise<void> | undefined;
  return {
    report: async (input, today) => {
      const request = assertReportRequest(input);
      if ((await parts.snapshots.findLatest()) === null) {
        first ??= takeSnapshot(parts, today, parts.findLeftOut).finally(() => {
          first = undefined;
        });
        await first;
      }
      return buildReport(request, { snapshot: await parts.snapshots.findLatest(), control, pause: () => setImmediate() });
    },
    takeSnapshot: (day, mayGoOn) => {
      const findLeftOut: FindLeftOut = async (personIds) => ((await mayGoOn()) ? parts.findLeftOut(personIds) : null);
      return takeSnapshot(parts, day, findLeftOut);
    },
    close: async () => undefined,
  };
};
