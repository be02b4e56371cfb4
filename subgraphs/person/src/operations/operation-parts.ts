import type { PersonStore } from '../store/person-store.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts {
  readonly store: PersonStore;
  readonly now: () => number;
  readonly newId: () => string;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}
