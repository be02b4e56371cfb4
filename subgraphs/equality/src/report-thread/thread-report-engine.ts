import { Worker } from 'node:worker_threads';
import { DependencyError } from '@resident-graph/service-kit';
import type { EqualityReportInput } from '../__generated__/schema-types.ts';
import type { ShownReport } from '../domain/report/build-report.ts';
import { assertReportRequest, type ReportEngine } from '../operations/report-engine.ts';
import type { FromThread, Outcome, ThreadCall, ThreadQuestion, ThreadStart, ToThread } from './thread-protocol.ts';

/** How the thread of reports is started, and what it cannot find out by itself. */
export interface ThreadReportEngineOptions extends ThreadStart {
  /** Those of some persons whom a snapshot has to leave out; rejects when that cannot be known now. */
  readonly findLeftOut: (personIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The script of the thread; left out, the built `report-thread.js` beside this file. */
  readonly script?: URL;
}

/** Enough for a batch of records and the cells of a table; columns of a million records are not counted here. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** For a call that makes a snapshot. */
  readonly mayGoOn: () => Promise<boolean>;
}

/** A running thread and the calls that it owes an answer. */
interface RunningThread {
  readonly thread: Worker;
  readonly pending: Map<number, PendingCall>;
}

const unavailable = (cause?: unknown): DependencyError =>
  new DependencyError('STORE_UNAVAILABLE', 'The report cannot be computed now; ask again later.', { cause });

const always = async (): Promise<boolean> => true;

/**
 * Computes reports in a thread of its own, which has a database connection of its own: neither the reading of all records nor the counting
 * holds up the service. The thread starts with the first call. When it dies, the calls it owes are rejected, and the next call starts
 * another.
 */
export class ThreadReportEngine implements ReportEngine {
  readonly #options: ThreadReportEngineOptions;
  #running: RunningThread | null = null;
  #lastNumber = 0;
  #closing: Promise<void> | null = null;

  constructor(options: ThreadReportEngineOptions) {
    this.#options = options;
  }

  async report(input: EqualityReportInput, today: string): Promise<ShownReport> {
    assertReportRequest(input);
    return (await this.#call({ method: 'report', input, today }, always)) as ShownReport;
  }

  async takeSnapshot(day: string, mayGoOn: () => Promise<boolean>): Promise<void> {
    await this.#call({ method: 'takeSnapshot', day }, mayGoOn);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end(this.#running);
    return this.#closing;
  }

  async #end(running: RunningThread | null): Promise<void> {
    if (running === null) return;
    // A thread that dies while closing is closed all the same.
    await this.#send(running, { method: 'close' }, always).catch(() => undefined);
    await running.thread.terminate();
  }

  async #call(call: ThreadCall, mayGoOn: () => Promise<boolean>): Promise<unknown> {
    if (this.#closing !== null) throw unavailable();
    this.#running ??= this.#start();
    return this.#send(this.#running, call, mayGoOn);
  }

  #send({ thread, pending }: RunningThread, call: ThreadCall, mayGoOn: () => Promise<boolean>): Promise<unknown> {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    return new Promise((resolve, reject) => {
      pending.set(number, { resolve, reject, mayGoOn });
      thread.postMessage({ kind: 'call', number, call } satisfies ToThread);
    });
  }

  #start(): RunningThread {
    const { database, lookupSecret, suppressBelow, script = new URL('./report-thread.js', import.meta.url) } = this.#options;
    const workerData: ThreadStart = { database, lookupSecret, suppressBelow };
    const thread = new Worker(script, { workerData, resourceLimits, name: 'equality-reports' });
    const running: RunningThread = { thread, pending: new Map() };
    thread.on('message', (message: FromThread) => {
      if (message.kind === 'question') void this.#reply(running, message.number, message.question);
      else this.#settle(running, message.number, message.outcome);
    });
    const drop = (cause?: unknown): void => {
      if (this.#running === running) this.#running = null;
      for (const call of running.pending.values()) call.reject(unavailable(cause));
      running.pending.clear();
    };
    thread.on('error', drop);
    thread.on('exit', () => drop());
    return running;
  }

  #settle({ pending }: RunningThread, number: number, outcome: Outcome): void {
    const call = pending.get(number);
    pending.delete(number);
    if (outcome.isDone) call?.resolve(outcome.value);
    else call?.reject(unavailable(outcome.error));
  }

  async #reply({ thread, pending }: RunningThread, number: number, question: ThreadQuestion): Promise<void> {
    let outcome: Outcome;
    try {
      const value =
        question.method === 'mayGoOn'
          ? await (pending.get(question.ofCall)?.mayGoOn() ?? false)
          : await this.#options.findLeftOut(question.personIds);
      outcome = { isDone: true, value };
    } catch (error) {
      outcome = { isDone: false, error };
    }
    thread.postMessage({ kind: 'answer', number, outcome } satisfies ToThread);
  }
}
