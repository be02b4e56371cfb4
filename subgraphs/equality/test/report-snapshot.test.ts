import { randomUUID } from 'node:crypto';
import { createFindMonitoringObjections, createKeyedDigest, findMonitoringObjectionsAction } from '@resident-graph/service-kit';
import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import type { AnswerSource } from '../src/__generated__/schema-types.ts';
import type { EqualityInformation } from '../src/domain/equality-information.ts';
import { createReportSecrets } from '../src/domain/report/report-secrets.ts';
import { leastChanges } from '../src/domain/report/snapshot.ts';
import { createReportEngine } from '../src/operations/report-engine.ts';
import { EqualityInformationStore } from '../src/store/equality-information-store.ts';
import { SnapshotStore } from '../src/store/snapshot-store.ts';
import { type StoreToTest, storesToTest } from './stores-to-test.ts';

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

const always = async (): Promise<boolean> => true;

/** Records on an embedded store, and processes that report on them. */
const createStage = async ({ open }: StoreToTest) => {
  const database = await open('report-snapshot');
  const store = await EqualityInformationStore.open(database, createKeyedDigest(new Uint8Array(32)));
  let now = Date.parse(at);
  let made = 0;
  const objecting = new Set<string>();
  let isContactDetailsDown = false;
  const findMonitoringObjections = createFindMonitoringObjections({
    call: async (action, input) => {
      if (isContactDetailsDown || action !== findMonitoringObjectionsAction) throw new Error('contact-details does not answer.');
      return { personIds: (input as { readonly personIds: readonly string[] }).personIds.filter((id) => objecting.has(id)) };
    },
  });
  const today = (): string => new Date(now).toISOString().slice(0, 10);
  /** A process that has just started. */
  const openEngine = async () =>
    createReportEngine({
      records: store.collection,
      snapshots: await SnapshotStore.open(database),
      secrets: createReportSecrets(new Uint8Array(32).fill(3)),
      findLeftOut: (personIds) => findMonitoringObjections(personIds, 'correlation-1'),
      newId: randomUUID,
      suppressBelow: 10,
    });
  return {
    objecting,
    loseContactDetails: () => {
      isContactDetailsDown = true;
    },
    findLatest: async () => (await SnapshotStore.open(database)).findLatest(),
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
    take: async (mayGoOn = always) => (await openEngine()).takeSnapshot(today(), mayGoOn),
    ask: async () => (await openEngine()).report({ dimensions: ['DISABLED'] }, today()),
  };
};

const countOf = (report: Awaited<ReturnType<Awaited<ReturnType<typeof createStage>>['ask']>>, code: string): number | null =>
  report.cells.find(({ keys }) => keys[0]?.code === code)?.count ?? null;

const defineSnapshotContract = (store: StoreToTest): void => {
  it('is made by the first report, stays the same for every process of the day, and shows about who is there', async () => {
    const { add, ask } = await createStage(store);
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
    const { add, ask } = await createStage(store);
    await add(49);
    expect(await ask()).toMatchObject({ snapshotDay: null, base: null, suppressionReason: 'BASE_TOO_SMALL' });
    await add(100);
    expect(await ask()).toMatchObject({ snapshotDay: '2026-03-10', suppressionReason: null });
  });

  it('counts an answer that was judged by looking as none, and leaves out who objects to monitoring', async () => {
    const { add, ask, objecting } = await createStage(store);
    await add(100);
    await add(100, 'OBSERVED');
    await add(100);
    for (let number = 201; number <= 300; number += 1) objecting.add(`p${`${number}`.padStart(6, '0')}`);
    const report = await ask();
    for (const code of ['YES', 'notAnswered']) expect(Math.abs((countOf(report, code) ?? 0) - 100)).toBeLessThanOrEqual(7);
    expect(Math.abs((report.base ?? 0) - 200)).toBeLessThanOrEqual(7);
  });

  it('of the next day takes its place only after fifty changes, and the report never waits for it', async () => {
    const { add, ask, take, pass } = await createStage(store);
    await add(200);
    const first = await ask();
    pass(day);
    await add(leastChanges - 1);
    expect(await ask()).toEqual(first);
    await take();
    expect(await ask()).toEqual(first);
    await add(1);
    await take();
    expect(await ask()).toMatchObject({ snapshotDay: '2026-03-11' });
  });

  it('is one for each day when two processes make it at once, and is not made by who may not go on', async () => {
    const { add, ask, take, findLatest } = await createStage(store);
    await add(120);
    await take(async () => false);
    expect(await findLatest()).toBeNull();
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toEqual(first);
  });

  it('is not made while nobody can tell who objects: the one before serves', async () => {
    const { add, ask, take, pass, loseContactDetails } = await createStage(store);
    await add(100);
    const first = await ask();
    loseContactDetails();
    pass(day);
    await add(100);
    expect(await failureOf(take())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await ask()).toEqual(first);
  });

  it('is not made while nobody can tell who objects: without one before, the report is STORE_UNAVAILABLE', async () => {
    const { add, ask, loseContactDetails, findLatest } = await createStage(store);
    await add(100);
    loseContactDetails();
    expect(await failureOf(ask())).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { retryable: true } });
    expect(await findLatest()).toBeNull();
  });
};

for (const store of storesToTest) {
  const { skipped } = store;
  const title = `the snapshot that reports are computed from, ${store.store}${skipped === false ? '' : ` (skipped: ${skipped})`}`;
  describe.skipIf(skipped !== false)(title, () => defineSnapshotContract(store));
}
