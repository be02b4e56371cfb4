import type { Decision } from '@resident-graph/policy';
import type { Disclosure } from '@resident-graph/service-kit';

/** A contact detail that the re-check let pass, and by which decision. Ids only, no values. */
export interface ShownRow {
  readonly decisionId: string;
  readonly id: string;
  readonly targetType: string;
  readonly targetId: string;
  /** The area that recorded it; null for a row without one. */
  readonly area: string | null;
  readonly outcome: 'FULL' | 'MASK';
  readonly code: Decision['code'];
  readonly flags: Decision['flags'];
}

/** What one request has shown so far that must be on record before its answer leaves. One for each request, in the caller's context. */
export class RequestRecord {
  readonly #rows: ShownRow[] = [];
  readonly #disclosures: Disclosure[] = [];
  /** The sha256 of the operation's text as the caller sent it, in hex; empty until the operation is known. */
  operationHash = '';

  /** The contact details of all fetches so far; one that two fetches showed is there twice. */
  get rows(): readonly ShownRow[] {
    return this.#rows;
  }

  /** What the subgraphs said that they showed. */
  get disclosures(): readonly Disclosure[] {
    return this.#disclosures;
  }

  /** Adds what one fetch showed. */
  add(shown: { readonly rows: readonly ShownRow[]; readonly disclosures: readonly Disclosure[] }): void {
    this.#rows.push(...shown.rows);
    this.#disclosures.push(...shown.disclosures);
  }
}
