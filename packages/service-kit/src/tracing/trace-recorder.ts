import { AsyncLocalStorage } from 'node:async_hooks';
import { maskFilter } from './mask-filter.ts';
import { type FetchQueries, fetchQueries } from './request-trace.ts';

/** Most questions of each kind that one answer tells of. */
const maximumQueries = 50;
/** Longest masked question, in characters. */
const maximumLength = 2_000;

type Masked = Readonly<Record<string, unknown>>;

/** A question that was answered: how many were found, and when it was asked by the monotonic clock. */
interface Answered {
  readonly found: number;
  readonly askedAt: number;
}

const cut = (masked: string): string => (masked.length > maximumLength ? `${masked.slice(0, maximumLength)}...` : masked);

/** Notes what one answer of a subgraph asked of store and index, masked at once: no value is kept. */
export class TraceRecorder {
  readonly #storeQueries: FetchQueries['storeQueries'] = [];
  readonly #searchQueries: FetchQueries['searchQueries'] = [];
  #isCut = false;

  store(collection: string, filter: Masked, { found, askedAt }: Answered): void {
    if (!this.#hasRoom(this.#storeQueries)) return;
    this.#storeQueries.push({ collection, filter: cut(maskFilter(filter)), found, milliseconds: performance.now() - askedAt });
  }

  search(body: Masked, { found, askedAt }: Answered): void {
    if (!this.#hasRoom(this.#searchQueries)) return;
    this.#searchQueries.push({ body: cut(maskFilter(body)), found, milliseconds: performance.now() - askedAt });
  }

  /** What was noted so far. */
  read(): FetchQueries {
    return { storeQueries: this.#storeQueries, searchQueries: this.#searchQueries, isCut: this.#isCut };
  }

  #hasRoom(queries: readonly unknown[]): boolean {
    if (queries.length < maximumQueries) return true;
    this.#isCut = true;
    return false;
  }
}

const recorders = new AsyncLocalStorage<TraceRecorder>();

/** Runs what answers a request; everything that it asks is noted by the recorder. */
export const recordTrace = <Result>(recorder: TraceRecorder, run: () => Result): Result => recorders.run(recorder, run);

/** The recorder of the request that is being answered; undefined outside of one. */
export const currentTraceRecorder = (): TraceRecorder | undefined => recorders.getStore();

/** The extension of a subgraph's answer in which its questions travel to the gateway; the gateway takes it out. */
export const traceKey = 'trace';

/** Reads what a subgraph asked; null when it does not tell, or not in a form that is understood. */
export const readTrace = (extensions: Readonly<Record<string, unknown>> | undefined): FetchQueries | null => {
  const read = fetchQueries.safeParse(extensions?.[traceKey]);
  return read.success ? read.data : null;
};
