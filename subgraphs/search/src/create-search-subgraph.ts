import {
  applyEventsAction,
  createSubgraphHandler,
  type DocumentDatabase,
  dateScalar,
  IdentityError,
  type IdentityVerifier,
  type Logger,
  type Service,
  type SubgraphHandler,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { applyPersonEvents, personEvents } from './events/apply-person-events.ts';
import { lock } from './lock.ts';
import { personHit, personSearchResults } from './resolvers/person-search-results.ts';
import { query } from './resolvers/query.ts';
import { rebuildIndexIfNeeded } from './search-index/rebuild-index.ts';
import type { SearchIndex } from './search-index/search-index.ts';
import { SearchDocumentStore } from './store/search-document-store.ts';

/** What this subgraph is given. */
export interface SearchSubgraphParts {
  readonly database: DocumentDatabase;
  readonly index: SearchIndex;
  readonly verifier: IdentityVerifier;
  readonly logger: Logger;
}

/** The subgraph and what runs beside it. */
export interface SearchSubgraph {
  readonly handler: SubgraphHandler;
  /** Rebuilds the index where it is needed; closes index and database. */
  readonly background: Service;
}

/** Composes the search subgraph. */
export const createSearchSubgraph = async ({ database, index, verifier, logger }: SearchSubgraphParts): Promise<SearchSubgraph> => {
  const store = await SearchDocumentStore.open(database);
  const handler = createSubgraphHandler<Context>({
    name: 'search',
    resolvers: { Date: dateScalar, Query: query, PersonSearchResults: personSearchResults, PersonHit: personHit },
    lock,
    createContext: (call) => ({ ...call, index }),
    workerActions: {
      [applyEventsAction]: async (input, identity) => {
        if (identity.issuer !== 'person') throw new IdentityError('not-entitled', 'Only the person subgraph tells of persons.');
        await applyPersonEvents(personEvents.parse(input).events, { store, index });
        return { applied: true };
      },
    },
    verifier,
    logger,
    checkHealth: async () => {
      await Promise.all([database.ping(), index.state()]);
    },
  });
  return {
    handler,
    background: {
      start: async () => {
        const indexed = await rebuildIndexIfNeeded(store, index);
        if (indexed > 0) logger.info({ indexed }, 'the search index was rebuilt from the projection');
      },
      stop: async () => {
        await index.close();
        await database.close();
      },
    },
  };
};
