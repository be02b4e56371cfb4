import { createLogger } from '@resident-graph/service-kit';
import type { PersonSubgraphParts } from '../src/create-person-subgraph.ts';

/** What a subgraph under test is given where nobody else answers: nobody is restricted, and everybody knows of every merge. */
export const silentParts = {
  contactDetails: { call: async () => ({ restrictions: [] }) },
  equality: { call: async () => ({ applied: true }) },
  search: { call: async () => ({ applied: true }) },
  subscribers: [],
  lookupSecret: new Uint8Array(32),
  leaseHolder: 'test',
  isOnlyProcess: true,
  mergeConfirmMilliseconds: 60_000,
  logger: createLogger({ service: 'person', level: 'silent' }),
} satisfies Omit<PersonSubgraphParts, 'database' | 'verifier'>;
