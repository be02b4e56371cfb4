import type { PersonDirectory, PersonSourceDirectory, RestrictionDirectory } from '@resident-graph/service-kit';
import type { EqualityInformationStore } from '../store/equality-information-store.ts';
import type { SurvivorParts } from './find-survivors.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts extends SurvivorParts {
  readonly store: EqualityInformationStore;
  readonly persons: PersonDirectory;
  /** Who was brought in from which source system. */
  readonly personSources: PersonSourceDirectory;
  /** Who is restricted. */
  readonly restrictions: RestrictionDirectory;
  readonly now: () => number;
  readonly newId: () => string;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}
