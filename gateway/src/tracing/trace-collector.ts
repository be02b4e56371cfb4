import type { Subject } from '@resident-graph/policy';
import type { SubgraphName } from '@resident-graph/schema';
import type { FetchQueries } from '@resident-graph/service-kit';
import type { DocumentNode } from 'graphql';

/** One fetch as it was sent; of its variables only how many entities they name. */
export interface CollectedFetch {
  readonly subgraph: SubgraphName;
  /** The planner's text, not masked yet. */
  readonly query: string;
  readonly entities: number;
  readonly milliseconds: number;
  readonly errorCodes: readonly string[];
  /** Null when the subgraph did not tell. */
  readonly queries: FetchQueries | null;
}

/** A field that was refused before planning, by the names of the schema. */
export interface CollectedRefusal {
  readonly path: string;
  readonly code: string;
  readonly ruleId: string;
}

/** The operation as its caller sent it, not masked yet. */
export interface CollectedOperation {
  readonly document: DocumentNode;
  /** The sha256 of its text, in hex. */
  readonly hash: string;
  readonly subject: Subject;
}

const maximumFetches = 200;
const maximumRefusals = 200;

/** Notes what one request does while it is answered; everything dear (masking, printing) waits until the answer has left. */
export class TraceCollector {
  readonly at: number;
  readonly #startedAt = performance.now();
  readonly #fetches: CollectedFetch[] = [];
  readonly #refusals: CollectedRefusal[] = [];
  #isCut = false;
  #milliseconds = 0;
  /** Null until the operation is known, and for good when nothing was to be answered. */
  operation: CollectedOperation | null = null;
  /** The planner's; null when nothing was planned. */
  plan: { readonly node?: unknown } | null = null;
  /** The codes of the answer's errors. */
  errorCodes: readonly string[] = [];

  /** `at` is the clock when the request came, milliseconds since 1970. */
  constructor(at: number) {
    this.at = at;
  }

  get fetches(): readonly CollectedFetch[] {
    return this.#fetches;
  }

  get refusals(): readonly CollectedRefusal[] {
    return this.#refusals;
  }

  /** Whether there was more than is kept. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** How long the answer took. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  fetched(fetch: CollectedFetch): void {
    if (this.#fetches.length < maximumFetches) this.#fetches.push(fetch);
    else this.#isCut = true;
  }

  refused(refusals: Iterable<CollectedRefusal>): void {
    for (const refusal of refusals) {
      if (this.#refusals.length < maximumRefusals) this.#refusals.push(refusal);
      else this.#isCut = true;
    }
  }

  /** Notes that the answer is complete. */
  end(errorCodes: readonly string[]): void {
    this.errorCodes = errorCodes;
    this.#milliseconds = performance.now() - this.#startedAt;
  }
}
