import type { IndexedPerson, PersonSearchQuery } from '../domain/person-search.ts';

/** What the thread of the index is asked to do: a method of `SearchIndex` with its arguments. */
export type WorkerCall =
  | { readonly method: 'apply'; readonly persons: readonly IndexedPerson[] }
  | { readonly method: 'remove'; readonly id: string; readonly version: number }
  | { readonly method: 'searchPersons'; readonly query: PersonSearchQuery }
  | { readonly method: 'state' | 'markComplete' | 'clear' | 'close' };

/** A call with the number that its answer will have. */
export interface WorkerRequest {
  readonly number: number;
  readonly call: WorkerCall;
}

/** What came of a call. Errors arrive as copies: message and cause, but no class. */
export type WorkerAnswer =
  | { readonly number: number; readonly isDone: true; readonly value: unknown }
  | { readonly number: number; readonly isDone: false; readonly error: unknown };
