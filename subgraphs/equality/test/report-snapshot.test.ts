import { randomUUID } from 'node:crypto';
import { createKeyedDigest } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { AnswerSource } from '../src/__generated__/schema-types.ts';
import type { EqualityInformation } from '../src/domain/equality-information.ts';
import { createReportSecrets } from '../src/domain/report/report-secrets.ts';
import { leastChanges } from '../src/domain/report/snapshot.ts';
import { createEqualityReports } from '../src/operations/equality-report.ts';
import { takeSnapshot } from '../src/operations/take-snapshot.ts';
import { EqualityInformationStore } from '../src/store/equality-information-store.ts';
import { SnapshotStore } from '../src/store/snapshot-store.ts';

const at = '2026-03-10T09:00:00.000Z';
const day = 24 * 60 * 60 * 1_000;

const informationOf = (id: string, source: AnswerSource): EqualityInformation => ({
  id,
  targetId: `p${id}`,
  ageGroup: null,
  gender: null,
  nationality: null,
  ethnicity: null,
  religionOrBelief: null,
  sexualOrientation: null,
  marriageOrCivilPartnership: null,
  pregnancyOrMaternity: [],
  nationalInsuranceNumber: null,
  languages: [],
  caringResponsibilities: null,
  disabled: 'YES',
  communicationRequirements: [],
  economicSituation: null,
  homeSituation: null,
  armedForces: null,
  sources: [{ answer: 'disabled', source, at }],
  version: 0,
  createdAt: at,
  lastModifiedAt: at,
});

/** Records on an embedded store, and processes that report on them. */
const createStage = async () => {
  const database = openEmbeddedDatabase();
  const store = await EqualityInformationStore.open(database, createKeyedDigest(new Uint8Array(32)));
  let now = Date.parse(at);
  let made = 0;
  const objecting = new Set<string>();
  const openParts = async () => ({
    records: store.collection,
    snapshots: await SnapshotStore.open(database),
    secrets: createReportSecrets(new Uint8Array(32).fill(3)),
    findObjections: async () => objecting,
    newId: randomUUID,
    now: () => now,
    suppressBelow: 10 as const,
  });
  const parts = await openParts();
  return {
    parts,
    objecting,
    add: async (count: number, source: AnswerSource = 'SELF') => {
      for (let number = 0; number < count; number += 1) {
        made += 1;
        const information = informationOf(`${made}`.padStart(6, '0'), source);
        const event = { id: randomUUID(), type: 'EqualityInformationRecorded', entityId: information.id, version: 0, at } as const;
        await store.insert({
          information,
          source: null,
          creation: null,
          event: { ...event, correlationId: 'c', targetId: information.targetId },
        });
      }
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    today: () => new Date(now).toISOString().slice(0, 10),
    /** Asks a process that has just started. */
    ask: async () => createEqualityReports(await openParts())({ dimensions: ['DISABLED'] }),
  };
};

const countOf = (report: Awaited<ReturnType<Awaited<ReturnType<typeof createStage>>['ask']>>, code: string): number | null =>
  report.cells.find(({ keys }) => keys[0]?.code === code)?.count ?? null;
const always = async (): Promise<boolean> => true;

describe('the snapshot that reports are computed from', () => {
  it('is made by the first report, stays the same for every process of the day, and shows about who is there', async () => {
    const { add, ask } = await createStage();
    await add(300);
    const report = await ask();
    expect(report).toMatchObject({ snapshotDay: '2026-03-10', suppressionReason: null, suppressedBelow: 10, roundedTo: 5 });
    expect(Math.abs((report.base ?? 0) - 300)).toBeLessThanOrEqual(7);
    expect(Math.abs((countOf(report, 'YES') ?? 0) - 300)).toBeLessThanOrEqual(7);
    expect(report.cells.filter(({ isSuppressed }) => isSuppressed)).toHaveLength(3);
    await add(200);
    expect(await ask()).toEqual(report);
  });

  it('of fewer than fifty persons is not kept, and the whole table is suppressed', async () => {
    const { add, ask } = await createStage();
    await add(49);
    expect(await ask()).toMatchObject({ snapshotDay: null, base: null, suppressionReason: 'BASE_TOO_SMALL' });
    await add(100);
    expect(await ask()).toMatchObject({ snapshotDay: '2026-03-10', suppressionReason: null });
  });

  it('counts an answer that was judged by looking as none, and leaves out who objects to monitoring', async () => {
    const { add, ask, objecting } = await createStage();
    await add(100);
    await add(100, 'OBSERVED');
    await add(100);
    for (let number = 201; number <= 300; number += 1) objecting.add(`p${`${number}`.padStart(6, '0')}`);
    const report = await ask();
    for (const code of ['YES', 'notAnswered']) expect(Math.abs((countOf(report, code) ?? 0) - 100)).toBeLessThanOrEqual(7);
    expect(Math.abs((report.base ?? 0) - 200)).toBeLessThanOrEqual(7);
  });

  it('of the next day takes its place only after fifty changes, and the report never waits for it', async () => {
    const { add, ask, parts, pass, today } = await createStage();
    await add(200);
    const first = await ask();
    pass(day);
    await add(leastChanges - 1);
    expect(await ask()).toEqual(first);
    await takeSnapshot(parts, today(), always);
    expect(await ask()).toEqual(first);
    await add(1);
    await takeSnapshot(parts, today(), always);
    expect(await ask()).toMatchObject({ snapshotDay: '2026-03-11' });
  });

  it('is one for each day when two processes make it at once, and is not made by who may not go on', async () => {
    const { add, ask, parts, today } = await createStage();
    await add(120);
    await takeSnapshot(parts, today(), async () => false);
    expect(await parts.snapshots.findLatest()).toBeNull();
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toEqual(first);
  });
});
