/** The entry of the thread that computes reports and makes their snapshots, on a database connection of its own. */
import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { openDocumentDatabase } from '@resident-graph/service-kit';
import { createReportSecrets } from '../domain/report/report-secrets.ts';
import { createReportEngine } from '../operations/report-engine.ts';
import { type EqualityInformationDocument, equalityInformationCollection } from '../store/equality-information-store.ts';
import { SnapshotStore } from '../store/snapshot-store.ts';
import type { FromThread, Outcome, ThreadCall, ThreadQuestion, ThreadStart, ToThread } from './thread-protocol.ts';

const { database: place, lookupSecret, suppressBelow } = workerData as ThreadStart;

const send = (message: FromThread): void => parentPort?.postMessage(message);

const openQuestions = new Map<number, (outcome: Outcome) => void>();
let lastQuestion = 0;

const ask = (question: ThreadQuestion): Promise<unknown> => {
  lastQuestion += 1;
  const number = lastQuestion;
  return new Promise((resolve, reject) => {
    openQuestions.set(number, (outcome) => {
      if (outcome.isDone) resolve(outcome.value);
      else reject(new Error('The service did not answer the thread of reports.', { cause: outcome.error }));
    });
    send({ kind: 'question', number, question });
  });
};

// The service that started the thread has warned of the same database already. Calls wait until it is open; when it cannot be, the thread
// dies, so that the next call tries again.
const database = await openDocumentDatabase({ ...place, onWarning: () => undefined });
const engine = createReportEngine({
  records: await database.collection<EqualityInformationDocument>(equalityInformationCollection),
  snapshots: await SnapshotStore.open(database),
  secrets: createReportSecrets(lookupSecret),
  suppressBelow,
  findLeftOut: async (personIds) => (await ask({ method: 'findLeftOut', personIds })) as ReadonlySet<string>,
  newId: randomUUID,
});

const perform = async (number: number, call: ThreadCall): Promise<unknown> => {
  switch (call.method) {
    case 'report':
      return engine.report(call.input, call.today);
    case 'takeSnapshot':
      return engine.takeSnapshot(call.day, async () => (await ask({ method: 'mayGoOn', ofCall: number })) === true);
    case 'close':
      return database.close();
  }
};

const answer = async (number: number, call: ThreadCall): Promise<Outcome> => {
  try {
    return { isDone: true, value: await perform(number, call) };
  } catch (error) {
    return { isDone: false, error };
  }
};

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'call') {
    void answer(message.number, message.call).then((outcome) => send({ kind: 'answer', number: message.number, outcome }));
    return;
  }
  openQuestions.get(message.number)?.(message.outcome);
  openQuestions.delete(message.number);
});
