import { randomUUID } from 'node:crypto';
import type { PersonEvent } from '@resident-graph/schema';
import {
  applyRestrictionsAction,
  applyRestrictionsInput,
  createRestrictionDirectory,
  createSubgraphHandler,
  type DocumentDatabase,
  dateScalar,
  dateTimeScalar,
  IdentityError,
  type IdentityVerifier,
  Lease,
  type LeaseDocument,
  type Logger,
  leasesCollection,
  OutboxRelay,
  type OutboxSubscriber,
  personsExistAction,
  personsExistInput,
  type Relay,
  RestrictionFlags,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { lock } from './lock.ts';
import { createPersonOperations } from './operations/person-operations.ts';
import { mutation } from './resolvers/mutation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { PersonStore } from './store/person-store.ts';

/** What this subgraph is given. */
export interface PersonSubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to contact-details, which tells who is restricted. */
  readonly contactDetails: WorkerLink;
  /** Who is told of person events. */
  readonly subscribers: readonly OutboxSubscriber<PersonEvent>[];
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Makes the ids; random ones unless a test compares two platforms. */
  readonly newId?: () => string;
}

/** The subgraph and what runs beside it. */
export interface PersonSubgraph {
  readonly handler: SubgraphHandler;
  readonly relay: Relay;
  /** Starts and stops the relay; closes the database. */
  readonly background: Service;
}

/** Composes the person subgraph. */
export const createPersonSubgraph = async (parts: PersonSubgraphParts): Promise<PersonSubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID } = parts;
  const store = await PersonStore.open(database);
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const relay = new OutboxRelay({
    collection: store.collection,
    lease: new Lease(leases, { name: 'persons', holder: parts.leaseHolder, now }),
    subscribers: parts.subscribers,
    logger,
  });
  const flags = await RestrictionFlags.open(database);
  const restrictions = createRestrictionDirectory(parts.contactDetails);
  const operations = createPersonOperations({ store, restrictions, now, newId, announce: () => relay.notify() });
  const handler = createSubgraphHandler<Context>({
    name: 'person',
    resolvers: { Date: dateScalar, DateTime: dateTimeScalar, Query: query, Mutation: mutation, Person: person },
    lock,
    createContext: (call) => ({ ...call, operations, loaders: createLoaders({ store, flags }, call), now: now() }),
    workerActions: {
      [personsExistAction]: async (input, { issuer }) => {
        if (issuer !== 'contact-details' && issuer !== 'equality')
          throw new IdentityError('not-entitled', 'This service does not ask for persons.');
        const { ids } = personsExistInput.parse(input);
        return { existing: (await store.findPersons(ids)).map(({ id }) => id) };
      },
      [applyRestrictionsAction]: async (input, { issuer }) => {
        if (issuer !== 'contact-details') throw new IdentityError('not-entitled', 'Only contact-details tells of restrictions.');
        await flags.apply(applyRestrictionsInput.parse(input).restrictions);
        return { applied: true };
      },
    },
    verifier: parts.verifier,
    logger,
    checkHealth: () => database.ping(),
  });
  return {
    handler,
    relay,
    background: {
      start: () => relay.start(),
      stop: async () => {
        await relay.stop();
        await database.close();
      },
    },
  };
};
