import type { PersonDirectory, RestrictionDirectory } from '@resident-graph/service-kit';
import type { EqualityInformationStore } from '../store/equality-information-store.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts {
  readonly store: EqualityInformationStore;
  readonly persons: PersonDirectory;
  /** Who is restricted. */
  readonly restrictions: RestrictionDirectory;
  readonly now: () => number;
  readonly newId: () => string;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}
