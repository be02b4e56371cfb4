import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { EqualityOperations } from './operations/equality-operations.ts';
import type { EqualityReports } from './operations/equality-report.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly loaders: Loaders;
  readonly operations: EqualityOperations;
  readonly equalityReport: EqualityReports;
  /** The time of the request, in milliseconds since 1970. */
  readonly now: number;
}
