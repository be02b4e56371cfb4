import type { SignedCall } from '@resident-graph/service-kit';
import type { Loaders } from './loaders.ts';
import type { AccessHistory } from './operations/access-history.ts';
import type { BreakGlassOperations } from './operations/break-glass-operations.ts';
import type { ConsentOperations } from './operations/consent-operations.ts';
import type { ContactDetailOperations } from './operations/contact-detail-operations.ts';
import type { ContactReads } from './operations/contact-reads.ts';
import type { ExplainAccess } from './operations/explain-access.ts';
import type { OrganisationOperations } from './operations/organisation-operations.ts';
import type { RestrictionOperations } from './operations/restriction-operations.ts';
import type { Support } from './operations/support.ts';

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
  readonly support: Support;
  readonly restrictions: RestrictionOperations;
  readonly breakGlass: BreakGlassOperations;
  readonly accessHistory: AccessHistory;
  readonly explainAccess: ExplainAccess;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
}
