import { setTimeout as sleep } from 'node:timers/promises';
import {
  keepRequestTracesAction,
  type Logger,
  maximumTracesPerCall,
  type RequestTrace,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { AnsweredRequest, BuildTrace } from './build-trace.ts';

/** What keeping traces stands on. */
export interface TraceKeeperParts {
  readonly build: BuildTrace;
  /** To contact-details, which keeps them. */
  readonly link: WorkerLink;
  readonly logger: Logger;
  /** Counts traces that were dropped. */
  readonly onDropped: (traces: number) => void;
  /** How long traces wait for others, in milliseconds. */
  readonly pause?: number;
}

/** Most requests that wait. */
const maximumWaiting = 2_000;
const usualPause = 200;
/** Longest wait at the end, in milliseconds. */
const patience = 2_000;
const callBytes = 4 * 1_024 * 1_024;

/**
 * Hands on what requests did after their answers have left, many in one call. It never delays an answer: what is too much is dropped,
 * the oldest first, and what cannot be kept is lost, because a trace is a help and no record.
 */
export class TraceKeeper {
  readonly #parts: TraceKeeperParts;
  #waiting: AnsweredRequest[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: TraceKeeperParts) {
    this.#parts = parts;
  }

  /** Takes a request whose answer is complete. */
  add(request: AnsweredRequest): void {
    this.#waiting.push(request);
    if (this.#waiting.length > maximumWaiting) {
      this.#waiting.shift();
      this.#parts.onDropped(1);
    }
    this.#timer ??= setTimeout(() => void this.flush(), this.#parts.pause ?? usualPause).unref();
  }

  /** Resolves when everything that was added has been handed on or dropped. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#sendAll());
    return this.#sending;
  }

  /** Hands on what waits, for two seconds at most: a gateway that stops waits for no trace. */
  async stop(): Promise<void> {
    await Promise.race([this.flush(), sleep(patience, undefined, { ref: false })]);
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const requests = this.#waiting.splice(0, maximumTracesPerCall);
      await this.#send(requests.flatMap((request) => this.#build(request)));
      // Answers come first: between two calls whoever waits has its turn.
      await new Promise(setImmediate);
    }
  }

  #build(request: AnsweredRequest): readonly RequestTrace[] {
    try {
      const trace = this.#parts.build(request);
      return trace === null ? [] : [trace];
    } catch (error) {
      this.#parts.logger.error({ err: error, requestId: request.requestId }, 'what a request did could not be noted');
      this.#parts.onDropped(1);
      return [];
    }
  }

  async #send(traces: readonly RequestTrace[]): Promise<void> {
    for (const part of inParts(traces)) {
      try {
        await this.#parts.link.call(keepRequestTracesAction, { traces: part }, part[0]?.requestId ?? '');
      } catch (error) {
        this.#parts.onDropped(part.length);
        this.#parts.logger.warn({ err: error, traces: part.length }, 'what requests did could not be kept');
      }
    }
  }
}

/** Calls of a size that every subgraph accepts. */
const inParts = (traces: readonly RequestTrace[]): readonly (readonly RequestTrace[])[] => {
  const parts: RequestTrace[][] = [];
  let bytes = 0;
  for (const trace of traces) {
    const size = Buffer.byteLength(JSON.stringify(trace));
    const part = parts.at(-1);
    if (part === undefined || bytes + size > callBytes) {
      parts.push([trace]);
      bytes = size;
    } else {
      part.push(trace);
      bytes += size;
    }
  }
  return parts;
};
