import { setImmediate } from 'node:timers/promises';
import type { DocumentCollection } from '@resident-graph/service-kit';
import { leastBase } from '../domain/report/disclosure-control.ts';
import type { ReportSecrets } from '../domain/report/report-secrets.ts';
import { mayReplace, type SnapshotRow, toSnapshot, toSnapshotRow } from '../domain/report/snapshot.ts';
import type { EqualityInformationDocument } from '../store/equality-information-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

/** Those of some persons who object to monitoring. */
export type FindMonitoringObjections = (personIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** What a snapshot is made from. */
export interface SnapshotParts {
  readonly records: DocumentCollection<EqualityInformationDocument>;
  readonly snapshots: SnapshotStore;
  readonly secrets: ReportSecrets;
  readonly findObjections: FindMonitoringObjections;
  readonly newId: () => string;
}

/** Records in one read; some milliseconds on the embedded store, which others wait for. */
const recordsOfRead = 250;

/**
 * Makes the snapshot of a day out of all records and publishes it, unless the day has one, too few persons have answers, or too few
 * changed since the one before. Between two reads others work.
 * @param mayGoOn asked before each read; no ends the work without a snapshot
 */
export const takeSnapshot = async (
  { records, snapshots, secrets, findObjections, newId }: SnapshotParts,
  day: string,
  mayGoOn: () => Promise<boolean>,
): Promise<void> => {
  const before = await snapshots.findLatest();
  if (before !== null && before.day >= day) return;
  const rows: SnapshotRow[] = [];
  let last = '';
  for (;;) {
    if (!(await mayGoOn())) return;
    const read = await records.find({ _id: { $gt: last } }, { sort: { _id: 1 }, limit: recordsOfRead }).toArray();
    const objecting = await findObjections(read.map(({ targetId }) => targetId));
    for (const record of read) if (!objecting.has(record.targetId)) rows.push(toSnapshotRow(secrets.keyOf(record._id), record));
    last = read.at(-1)?._id ?? last;
    if (read.length < recordsOfRead) break;
    await setImmediate();
  }
  if (rows.length < leastBase) return;
  const snapshot = toSnapshot(day, rows);
  if (mayReplace(before, snapshot)) await snapshots.publish(newId(), snapshot);
};
