import { setImmediate } from 'node:timers/promises';
import type { DocumentCollection } from '@resident-graph/service-kit';
import { leastBase } from '../domain/report/disclosure-control.ts';
import type { ReportSecrets } from '../domain/report/report-secrets.ts';
import { mayReplace, SnapshotBuilder, toSnapshotRow } from '../domain/report/snapshot.ts';
import type { EqualityInformationDocument } from '../store/equality-information-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

/**
 * Those of some persons whom a snapshot has to leave out: who objects to monitoring. Null when the snapshot may not be made any more.
 * Rejects when that cannot be known now; there is then no new snapshot.
 */
export type FindLeftOut = (personIds: readonly string[]) => Promise<ReadonlySet<string> | null>;

/** What a snapshot is made from. */
export interface SnapshotParts {
  readonly records: Pick<DocumentCollection<EqualityInformationDocument>, 'find'>;
  readonly snapshots: SnapshotStore;
  readonly secrets: ReportSecrets;
  readonly newId: () => string;
}

/** Records in one read, and persons in one question who is left out: whoever answers it answers others too, who must not wait for long. */
const recordsOfRead = 50;

/**
 * Makes the snapshot of a day out of all records and publishes it, unless the day has one, too few persons have answers, or too few
 * changed since the one before. Between two reads others work.
 */
export const takeSnapshot = async (
  { records, snapshots, secrets, newId }: SnapshotParts,
  day: string,
  findLeftOut: FindLeftOut,
): Promise<void> => {
  const before = await snapshots.findLatest();
  if (before !== null && before.day >= day) return;
  const rows = new SnapshotBuilder();
  const readAfter = (id: string): Promise<EqualityInformationDocument[]> =>
    records.find({ _id: { $gt: id } }, { sort: { _id: 1 }, limit: recordsOfRead }).toArray();
  /** False when the snapshot may not be made any more. */
  const addAll = async (read: readonly EqualityInformationDocument[]): Promise<boolean> => {
    const leftOut = await findLeftOut(read.map(({ targetId }) => targetId));
    for (const record of leftOut === null ? [] : read) {
      if (!leftOut?.has(record.targetId)) rows.add(toSnapshotRow(secrets.keyOf(record._id), record));
    }
    return leftOut !== null;
  };
  let read = await readAfter('');
  for (;;) {
    const last = read.length < recordsOfRead ? undefined : read.at(-1)?._id;
    // In this order: others think about who is left out while the next records are read.
    const [mayGoOn, next] = await Promise.all([addAll(read), last === undefined ? [] : readAfter(last)]);
    if (!mayGoOn) return;
    if (last === undefined) break;
    read = next;
    await setImmediate();
  }
  if (rows.size < leastBase) return;
  const snapshot = rows.build(day);
  if (mayReplace(before, snapshot)) await snapshots.publish(newId(), snapshot);
};
