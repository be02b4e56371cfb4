import { Worker } from 'node:worker_threads';
import type { IndexedPerson, PersonSearchPage, PersonSearchQuery } from '../domain/person-search.ts';
import type { SearchIndex, SearchIndexState } from './search-index.ts';
import { SearchUnavailableError } from './search-unavailable-error.ts';
import { SqliteSearchIndex, type SqliteSearchIndexOptions } from './sqlite-search-index.ts';
import type { WorkerAnswer, WorkerCall } from './worker-protocol.ts';

/** How the thread of an index is started. */
export interface SearchWorkerOptions extends SqliteSearchIndexOptions {
  /** The script of the thread; left out, the built `search-worker.js` beside this file. */
  readonly script?: URL;
}

/** Enough for the dictionary of a million persons and batches of thousands. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A running thread and the calls that it owes an answer. */
interface RunningWorker {
  readonly thread: Worker;
  readonly pending: Map<number, PendingCall>;
}

/**
 * A search index in a thread of its own, so that no search or write holds up the service. Reads and writes go through the one thread in
 * order, so a search sees what was applied before it. When the thread dies, the calls it owes are rejected with
 * `SearchUnavailableError`, and the next call starts another; an `apply` of unknown outcome can be repeated.
 */
export class WorkerSearchIndex implements SearchIndex {
  readonly #options: SearchWorkerOptions;
  #running: RunningWorker | null = null;
  #lastNumber = 0;
  #closing: Promise<void> | null = null;

  constructor(options: SearchWorkerOptions) {
    this.#options = options;
  }

  async apply(persons: readonly IndexedPerson[]): Promise<void> {
    await this.#call({ method: 'apply', persons });
  }

  async remove(id: string, version: number): Promise<void> {
    await this.#call({ method: 'remove', id, version });
  }

  async searchPersons(query: PersonSearchQuery): Promise<PersonSearchPage> {
    return (await this.#call({ method: 'searchPersons', query })) as PersonSearchPage;
  }

  async state(): Promise<SearchIndexState> {
    return (await this.#call({ method: 'state' })) as SearchIndexState;
  }

  async markComplete(): Promise<void> {
    await this.#call({ method: 'markComplete' });
  }

  async clear(): Promise<void> {
    await this.#call({ method: 'clear' });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end(this.#running);
    return this.#closing;
  }

  async #end(running: RunningWorker | null): Promise<void> {
    if (running === null) return;
    // A thread that dies while closing is closed all the same.
    await this.#send(running, { method: 'close' }).catch(() => undefined);
    await running.thread.terminate();
  }

  async #call(call: WorkerCall): Promise<unknown> {
    if (this.#closing !== null) throw new SearchUnavailableError('it is closed');
    this.#running ??= this.#start();
    return this.#send(this.#running, call);
  }

  #send(running: RunningWorker, call: WorkerCall): Promise<unknown> {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    return new Promise((resolve, reject) => {
      running.pending.set(number, { resolve, reject });
      running.thread.postMessage({ number, call });
    });
  }

  #start(): RunningWorker {
    const { path, script = new URL('./search-worker.js', import.meta.url) } = this.#options;
    const thread = new Worker(script, { workerData: { path }, resourceLimits, name: 'search-index' });
    const running: RunningWorker = { thread, pending: new Map() };
    thread.on('message', (answer: WorkerAnswer) => {
      const call = running.pending.get(answer.number);
      running.pending.delete(answer.number);
      if (answer.isDone) call?.resolve(answer.value);
      else call?.reject(new SearchUnavailableError('a call failed', answer.error));
    });
    const drop = (reason: string, cause?: unknown): void => {
      if (this.#running === running) this.#running = null;
      for (const call of running.pending.values()) call.reject(new SearchUnavailableError(reason, cause));
      running.pending.clear();
    };
    thread.on('error', (error) => drop('its thread died', error));
    thread.on('exit', () => drop('its thread ended'));
    return running;
  }
}

/**
 * Opens the embedded search index: in a worker thread when the built JavaScript runs. Node cannot load TypeScript into a thread, so under
 * a test runner the index works in the calling thread. Rejects with `SearchUnavailableError` when the file cannot be opened.
 */
export const openSearchIndex = async (options: SqliteSearchIndexOptions): Promise<SearchIndex> => {
  if (!import.meta.url.endsWith('.js')) return SqliteSearchIndex.open(options);
  const index = new WorkerSearchIndex(options);
  try {
    await index.state();
    return index;
  } catch (error) {
    await index.close();
    throw error;
  }
};
