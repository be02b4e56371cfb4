import type { Subject } from '@resident-graph/policy';
import type { Disclosure } from '../audit/disclosure.ts';
import type { InternalIdentity } from '../identity/internal-identity.ts';
import type { CallerRequest } from './subgraph-handler.ts';

/** What every resolver of every subgraph finds in its context. Slices add their loaders. */
export interface SignedCall {
  readonly identity: InternalIdentity;
  readonly subject: Subject;
  readonly correlationId: string;
  /** Null where no caller asked. */
  readonly request: CallerRequest | null;
  /** Tells the gateway of something that this answer shows and that has to be on record. Contact details it sees by itself. */
  readonly disclose: (disclosure: Disclosure) => void;
}
