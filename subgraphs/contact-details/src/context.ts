import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { ContactDetailOperations } from './operations/contact-detail-operations.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly loaders: Loaders;
  readonly operations: ContactDetailOperations;
}
