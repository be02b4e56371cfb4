/** The entry of the thread that has the index file open. It answers one call after another, in the order of their coming. */
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteSearchIndex, type SqliteSearchIndexOptions } from './sqlite-search-index.ts';
import type { WorkerAnswer, WorkerCall, WorkerRequest } from './worker-protocol.ts';

const index = SqliteSearchIndex.open(workerData as SqliteSearchIndexOptions);

const perform = async (call: WorkerCall): Promise<unknown> => {
  switch (call.method) {
    case 'apply':
      return index.apply(call.persons);
    case 'remove':
      return index.remove(call.id, call.version);
    case 'searchPersons':
      return index.searchPersons(call.query);
    case 'state':
      return index.state();
    case 'markComplete':
      return index.markComplete();
    case 'clear':
      return index.clear();
    case 'close':
      return index.close();
  }
};

const answer = async ({ number, call }: WorkerRequest): Promise<WorkerAnswer> => {
  try {
    return { number, isDone: true, value: await perform(call) };
  } catch (error) {
    return { number, isDone: false, error };
  }
};

parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});
