import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { PersonOperations } from './operations/person-operations.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly loaders: Loaders;
  readonly operations: PersonOperations;
  /** The instant of the request, milliseconds since 1970. */
  readonly now: number;
}
