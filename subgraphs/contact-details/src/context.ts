import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { ConsentOperations } from './operations/consent-operations.ts';
import type { ContactDetailOperations } from './operations/contact-detail-operations.ts';
import type { ContactReads } from './operations/contact-reads.ts';
import type { OrganisationOperations } from './operations/organisation-operations.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  /** Those of the request; of a mutation, those since it began. */
  readonly loaders: Loaders;
  /** Forgets what was loaded. */
  readonly renewLoaders: () => void;
  readonly operations: ContactDetailOperations;
  readonly reads: ContactReads;
  readonly consents: ConsentOperations;
  readonly organisations: OrganisationOperations;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
}
