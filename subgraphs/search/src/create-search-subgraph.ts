import {
  applyEventsAction,
  applyMergesAction,
  applyRestrictionsAction,
  applyRestrictionsInput,
  createRestrictionDirectory,
  createSubgraphHandler,
  type DocumentDatabase,
  dateScalar,
  IdentityError,
  type IdentityVerifier,
  type Logger,
  PersonAliases,
  RestrictionFlags,
  readMerges,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { applyMerges } from './events/apply-merges.ts';
import { applyPersonEvents, personEvents } from './events/apply-person-events.ts';
import { indexStale } from './events/index-groups.ts';
import { lock } from './lock.ts';
import { createShowHits } from './operations/show-hits.ts';
import { personHit, personSearchResults } from './resolvers/person-search-results.ts';
import { query } from './resolvers/query.ts';
import { rebuildIndexIfNeeded } from './search-index/rebuild-index.ts';
import type { SearchIndex } from './search-index/search-index.ts';
import { SearchDocumentStore } from './store/search-document-store.ts';

/** What this subgraph is given. */
export interface SearchSubgraphParts {
  readonly database: DocumentDatabase;
  readonly index: SearchIndex;
  /** The line to contact-details, which tells who is restricted. */
  readonly contactDetails: WorkerLink;
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
export const createSearchSubgraph = async (parts: SearchSubgraphParts): Promise<SearchSubgraph> => {
  const { database, index, verifier, logger } = parts;
  const store = await SearchDocumentStore.open(database);
  const aliases = await PersonAliases.open(database);
  const targets = { store, aliases, index };
  const flags = await RestrictionFlags.open(database);
  const showHits = createShowHits({ flags, directory: createRestrictionDirectory(parts.contactDetails) });
  const handler = createSubgraphHandler<Context>({
    name: 'search',
    resolvers: { Date: dateScalar, Query: query, PersonSearchResults: personSearchResults, PersonHit: personHit },
    lock,
    createContext: (call) => ({ ...call, index, showHits }),
    workerActions: {
      [applyEventsAction]: async (input, identity) => {
        if (identity.issuer !== 'person') throw new IdentityError('not-entitled', 'Only the person subgraph tells of persons.');
        await applyPersonEvents(personEvents.parse(input).events, targets);
        return { applied: true };
      },
      [applyMergesAction]: async (input, identity) => {
        await applyMerges(readMerges(input, identity), targets);
        return { applied: true };
      },
      [applyRestrictionsAction]: async (input, identity) => {
        if (identity.issuer !== 'contact-details') throw new IdentityError('not-entitled', 'Only contact-details tells of restrictions.');
        await flags.apply(applyRestrictionsInput.parse(input).restrictions);
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
        const indexed = await rebuildIndexIfNeeded(targets);
        await indexStale(targets);
        if (indexed > 0) logger.info({ indexed }, 'the search index was rebuilt from the projection');
      },
      stop: async () => {
        await index.close();
        await database.close();
      },
    },
  };
};
