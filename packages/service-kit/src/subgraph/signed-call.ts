import type { Subject } from '@resident-graph/policy';
import type { InternalIdentity } from '../identity/internal-identity.ts';

/** What every resolver of every subgraph finds in its context. Slices add their loaders. */
export interface SignedCall {
  readonly identity: InternalIdentity;
  readonly subject: Subject;
  readonly correlationId: string;
}
