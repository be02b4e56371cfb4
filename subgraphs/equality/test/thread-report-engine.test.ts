import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentDatabase } from '@resident-graph/service-kit';
import { failureOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openReportEngine } from '../src/report-thread/open-report-engine.ts';
import { ThreadReportEngine } from '../src/report-thread/thread-report-engine.ts';
import { type EqualityInformationDocument, equalityInformationCollection } from '../src/store/equality-information-store.ts';

const at = '2026-03-10T09:00:00.000Z';
const today = '2026-03-10';
const question = { dimensions: ['DISABLED'] } as const;
const unavailable = { code: 'STORE_UNAVAILABLE', details: { retryable: true } };
const fromSource = new URL('./report-thread-from-source.mjs', import.meta.url);
const toScript = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);

const documentOf = (number: number): EqualityInformationDocument => ({
  _id: randomUUID(),
  targetId: `p${number}`,
  ageGroup: null,
  gender: null,
  nationality: null,
  ethnicity: null,
  religionOrBelief: null,
  sexualOrientation: null,
  marriageOrCivilPartnership: null,
  languages: [],
  caringResponsibilities: null,
  disabled: number % 2 === 0 ? 'YES' : 'NO',
  communicationRequirements: [],
  economicSituation: null,
  homeSituation: null,
  armedForces: null,
  version: 0,
  createdAt: at,
  lastModifiedAt: at,
  source: null,
  creation: null,
  outbox: [],
  outboxPendingAt: null,
});

/** An engine in a thread, before a database with six hundred records. */
const createStage = async (script: URL, findLeftOut: (personIds: readonly string[]) => Promise<ReadonlySet<string>>) => {
  const folder = await mkdtemp(join(tmpdir(), 'report-thread-'));
  const place = { mongodbUri: undefined, dataDirectory: folder, name: 'equality', databasePrefix: 'test' };
  const database = await openDocumentDatabase({ ...place, onWarning: () => undefined });
  const records = await database.collection<EqualityInformationDocument>(equalityInformationCollection);
  await records.bulkWrite(Array.from({ length: 600 }, (_, number) => ({ insertOne: { document: documentOf(number) } })));
  const common = { lookupSecret: new Uint8Array(32).fill(3), suppressBelow: 10 as const, findLeftOut };
  const engine = new ThreadReportEngine({ ...common, database: place, script });
  onTestFinished(async () => {
    await engine.close();
    await database.close();
    await rm(folder, { recursive: true });
  });
  return { engine, beside: await openReportEngine({ ...common, database, databasePlace: place }) };
};

const nobody = async (): Promise<ReadonlySet<string>> => new Set();

/** A thread that answers every report with how many calls it has had, and dies of a snapshot. */
const mortal = `
  import { parentPort } from 'node:worker_threads';
  let calls = 0;
  parentPort.on('message', ({ number, call }) => {
    if (call.method === 'takeSnapshot') throw new Error('dead');
    calls += 1;
    parentPort.postMessage({ kind: 'answer', number, outcome: { isDone: true, value: calls } });
  });
`;

describe('the thread of reports', () => {
  it('answers as the calling thread does', async () => {
    const { engine, beside } = await createStage(fromSource, async (ids) => new Set(ids.filter((id) => id.startsWith('p1'))));
    const answers = await Promise.all([engine.report(question, today), engine.report(question, today)]);
    expect(answers[0]).toMatchObject({ snapshotDay: today, suppressionReason: null });
    expect(Math.abs((answers[0]?.base ?? 0) - 489)).toBeLessThanOrEqual(7);
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(await beside.report(question, today)).toEqual(answers[0]);
  });

  it('asks for each read whether it may go on, and makes no snapshot otherwise', async () => {
    const { engine, beside } = await createStage(fromSource, nobody);
    let asked = 0;
    await engine.takeSnapshot(today, async () => {
      asked += 1;
      return asked < 2;
    });
    expect(asked).toBe(2);
    await engine.takeSnapshot(today, async () => true);
    expect(await beside.report(question, '2026-03-11')).toMatchObject({ snapshotDay: today });
  });

  it('says STORE_UNAVAILABLE while nobody can tell who is left out, and goes on once somebody can', async () => {
    let isDown = true;
    const { engine } = await createStage(fromSource, async () => {
      if (isDown) throw new Error('No answer.');
      return new Set();
    });
    expect(await failureOf(engine.report(question, today))).toMatchObject(unavailable);
    isDown = false;
    expect(await engine.report(question, today)).toMatchObject({ snapshotDay: today });
  });

  it('refuses a wrong question with all problems before it is asked', async () => {
    const { engine } = await createStage(toScript(''), nobody);
    expect(await failureOf(engine.report({ dimensions: ['DISABLED', 'DISABLED'] }, today))).toMatchObject({
      details: { problems: [{ path: 'input.dimensions', code: 'DUPLICATE_ITEM' }] },
    });
  });

  it('takes only the calls it owes with it when it dies, and the next call starts another', async () => {
    const { engine } = await createStage(toScript(mortal), nobody);
    expect([await engine.report(question, today), await engine.report(question, today)]).toEqual([1, 2]);
    const owed = [engine.takeSnapshot(today, async () => true), engine.report(question, today)];
    for (const call of owed) expect(await failureOf(call)).toMatchObject(unavailable);
    expect(await engine.report(question, today)).toBe(1);
  });

  it('is not started to be closed, and answers nothing afterwards', async () => {
    const { engine } = await createStage(toScript(mortal), nobody);
    await engine.close();
    expect(await failureOf(engine.report(question, today))).toMatchObject(unavailable);
  });
});
