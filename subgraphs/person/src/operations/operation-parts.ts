import type { RestrictionDirectory } from '@resident-graph/service-kit';
import type { PersonStore } from '../store/person-store.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts {
  readonly store: PersonStore;
  /** Who is restricted. */
  readonly restrictions: RestrictionDirectory;
  readonly now: () => number;
  readonly newId: () => string;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}
