import {
  type CollectionDeclaration,
  type DocumentCollection,
  type DocumentDatabase,
  limitTrace,
  type RequestTrace,
  requestTrace,
  type StoredDocument,
} from '@resident-graph/service-kit';

/** A trace as stored: `_id` is the id of the request. */
interface RequestTraceDocument extends StoredDocument {
  readonly at: string;
  /** The trace as JSON: nobody asks for a part of it. */
  readonly text: string;
}

export const requestTracesCollection: CollectionDeclaration = {
  name: 'requestTraces',
  indexes: [{ name: 'at', key: { at: 1 } }],
};

/** How long a trace is kept, in milliseconds. Source: access-model.md section 12. */
const day = 24 * 60 * 60 * 1_000;

/** How much is kept. */
export interface TraceLimits {
  /** Most traces. */
  readonly maximum: number;
  /** After how many new ones the oldest go; several processes keep at most this many more, each. */
  readonly step: number;
}

const usualLimits: TraceLimits = { maximum: 20_000, step: 200 };

/** What requests did, for a day and within bounds. */
export class RequestTraceStore {
  readonly #traces: DocumentCollection<RequestTraceDocument>;
  readonly #now: () => number;
  readonly #limits: TraceLimits;
  #sinceCleaning: number;

  constructor(traces: DocumentCollection<RequestTraceDocument>, now: () => number, limits: TraceLimits = usualLimits) {
    this.#traces = traces;
    this.#now = now;
    this.#limits = limits;
    // What a process that stopped left behind goes with the first traces.
    this.#sinceCleaning = limits.step;
  }

  static async open(database: DocumentDatabase, now: () => number): Promise<RequestTraceStore> {
    return new RequestTraceStore(await database.collection<RequestTraceDocument>(requestTracesCollection), now);
  }

  /** Keeps traces, each cut to its bound; one that is known is replaced, so telling twice does no harm. */
  async keep(traces: readonly RequestTrace[]): Promise<void> {
    const documents = traces.map((trace) => ({ _id: trace.requestId, at: trace.at, text: JSON.stringify(limitTrace(trace)) }));
    await this.#traces.bulkWrite(
      documents.map((replacement) => ({ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } })),
      { ordered: false },
    );
    this.#sinceCleaning += documents.length;
    if (this.#sinceCleaning >= this.#limits.step) await this.#clean();
  }

  /** The trace of a request; null when there is none, or none any more. */
  async find(requestId: string): Promise<RequestTrace | null> {
    const document = await this.#traces.findOne({ _id: requestId });
    if (document === null || document.at <= this.#oldestKept()) return null;
    return requestTrace.parse(JSON.parse(document.text));
  }

  #oldestKept(): string {
    return new Date(this.#now() - day).toISOString();
  }

  async #clean(): Promise<void> {
    this.#sinceCleaning = 0;
    await this.#traces.deleteMany({ at: { $lte: this.#oldestKept() } });
    // Room for those that come before the next cleaning.
    const excess = (await this.#traces.countDocuments({})) - (this.#limits.maximum - this.#limits.step);
    if (excess <= 0) return;
    const oldest = await this.#traces.find({}, { sort: { at: 1, _id: 1 }, limit: excess, projection: { at: 1 } }).toArray();
    await this.#traces.deleteMany({ _id: { $in: oldest.map(({ _id }) => _id) } });
  }
}
