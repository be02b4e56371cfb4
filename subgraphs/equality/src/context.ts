import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { EqualityOperations } from './operations/equality-operations.ts';
import type { ReportEngine } from './operations/report-engine.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly loaders: Loaders;
  readonly operations: EqualityOperations;
  /** Answers tables of equality answers. Nothing of what was asked is remembered. */
  readonly reports: Pick<ReportEngine, 'report'>;
  /** The time of the request, in milliseconds since 1970. */
  readonly now: number;
}
