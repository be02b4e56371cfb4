import { randomUUID } from 'node:crypto';
import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  createPersonDirectory,
  createRestrictionDirectory,
  createSubgraphHandler,
  type DocumentDatabase,
  dateTimeScalar,
  type IdentityVerifier,
  type KnownPersonDocument,
  knownPersonsCollection,
  Lease,
  type LeaseDocument,
  type Logger,
  leasesCollection,
  OutboxRelay,
  type OutboxSubscriber,
  type Relay,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { lock } from './lock.ts';
import { createEqualityOperations } from './operations/equality-operations.ts';
import { equalityInformation } from './resolvers/equality-information.ts';
import { mutation } from './resolvers/mutation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { EqualityInformationStore } from './store/equality-information-store.ts';

/** What this subgraph is given. */
export interface EqualitySubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to the person subgraph, for the existence of persons. */
  readonly person: WorkerLink;
  /** The line to contact-details, which tells who is restricted. */
  readonly contactDetails: WorkerLink;
  /** Who is told of equality events. */
  readonly subscribers: readonly OutboxSubscriber<EqualityInformationEvent>[];
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Makes the ids; random ones unless a test compares two platforms. */
  readonly newId?: () => string;
}

/** The subgraph and what runs beside it. */
export interface EqualitySubgraph {
  readonly handler: SubgraphHandler;
  readonly relay: Relay;
  /** Starts and stops the relay; closes the database. */
  readonly background: Service;
}

/** Composes the equality subgraph. */
export const createEqualitySubgraph = async (parts: EqualitySubgraphParts): Promise<EqualitySubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID } = parts;
  const store = await EqualityInformationStore.open(database);
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const knownPersons = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const relay = new OutboxRelay({
    collection: store.collection,
    lease: new Lease(leases, { name: 'equalityInformation', holder: parts.leaseHolder, now }),
    subscribers: parts.subscribers,
    logger,
  });
  const operations = createEqualityOperations({
    store,
    persons: createPersonDirectory(knownPersons, parts.person, now),
    restrictions: createRestrictionDirectory(parts.contactDetails),
    now,
    newId,
    announce: () => relay.notify(),
  });
  const handler = createSubgraphHandler<Context>({
    name: 'equality',
    resolvers: { DateTime: dateTimeScalar, Query: query, Mutation: mutation, Person: person, EqualityInformation: equalityInformation },
    lock,
    createContext: (call) => ({ ...call, operations, loaders: createLoaders(store) }),
    workerActions: {},
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
