import { randomUUID } from 'node:crypto';
import type { DocumentDatabase } from '@resident-graph/service-kit';
import { createReportSecrets } from '../domain/report/report-secrets.ts';
import { createReportEngine, type ReportEngine } from '../operations/report-engine.ts';
import { type EqualityInformationDocument, equalityInformationCollection } from '../store/equality-information-store.ts';
import { SnapshotStore } from '../store/snapshot-store.ts';
import { ThreadReportEngine, type ThreadReportEngineOptions } from './thread-report-engine.ts';

/** What an engine needs, in a thread or not. */
export interface ReportEngineOptions extends Omit<ThreadReportEngineOptions, 'database' | 'script'> {
  /** The open database. */
  readonly database: DocumentDatabase;
  /** Where a thread finds the same database; undefined to compute in the calling thread. */
  readonly databasePlace: ThreadReportEngineOptions['database'] | undefined;
}

/**
 * Opens what computes reports: in a thread of its own when the built JavaScript runs. Node cannot load TypeScript into a thread, so under a
 * test runner reports are computed in the calling thread.
 */
export const openReportEngine = async ({ database, databasePlace, ...options }: ReportEngineOptions): Promise<ReportEngine> => {
  const { lookupSecret, suppressBelow, findLeftOut } = options;
  if (databasePlace !== undefined && import.meta.url.endsWith('.js')) {
    return new ThreadReportEngine({ lookupSecret, suppressBelow, findLeftOut, database: databasePlace });
  }
  return createReportEngine({
    records: await database.collection<EqualityInformationDocument>(equalityInformationCollection),
    snapshots: await SnapshotStore.open(database),
    secrets: createReportSecrets(lookupSecret),
    suppressBelow,
    findLeftOut,
    newId: randomUUID,
  });
};
