import { Lease, type LeaseDocument, leasesCollection } from '@resident-graph/service-kit';
import { createCollectingLogger, openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { expect, it } from 'vitest';
import { SnapshotWorker } from './snapshot-worker.ts';

const createStage = async () => {
  const leases = await openEmbeddedDatabase().collection<LeaseDocument>(leasesCollection);
  let day = '2026-03-10';
  let fails = 0;
  const taken: string[] = [];
  const workerOf = (holder: string): SnapshotWorker =>
    new SnapshotWorker({
      lease: new Lease(leases, { name: 'equalitySnapshots', holder, now: () => 0 }),
      today: () => day,
      take: async (today, mayGoOn) => {
        if (fails-- > 0) throw new Error('The store does not answer.');
        if (await mayGoOn()) taken.push(`${holder} ${today}`);
      },
      logger: createCollectingLogger().logger,
    });
  return { workerOf, taken, failOnce: () => (fails = 1), turn: (to: string) => (day = to) };
};

it('makes a snapshot once a day, in one process at a time', async () => {
  const { workerOf, taken, turn } = await createStage();
  const [first, second] = [workerOf('first'), workerOf('second')];
  for (let round = 0; round < 3; round += 1) for (const worker of [first, second]) await worker.lookAtCalendar();
  turn('2026-03-11');
  await first.stop();
  await second.lookAtCalendar();
  expect(taken).toEqual(['first 2026-03-10', 'second 2026-03-11']);
});

it('tries again in the next round after a failure', async () => {
  const { workerOf, taken, failOnce } = await createStage();
  const worker = workerOf('first');
  failOnce();
  await worker.lookAtCalendar();
  expect(taken).toEqual([]);
  await worker.lookAtCalendar();
  expect(taken).toEqual(['first 2026-03-10']);
});
