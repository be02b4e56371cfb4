import { randomUUID } from 'node:crypto';
import type { ContactDetailEvent } from '@resident-graph/schema';
import {
  createPersonDirectory,
  createSubgraphHandler,
  type DocumentDatabase,
  dateScalar,
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
  readIdempotency,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { policyReadRule, type ReadRule } from './domain/read-rule.ts';
import { createLoaders } from './loaders.ts';
import { createLock } from './lock.ts';
import { createContactDetailOperations } from './operations/contact-detail-operations.ts';
import { contactDetail } from './resolvers/contact-detail.ts';
import { mutation } from './resolvers/mutation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { ContactBookStore, type OpenContactBooks } from './store/contact-book-store.ts';

/** What this subgraph is given. */
export interface ContactDetailsSubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to the person subgraph, for the existence of persons. */
  readonly person: WorkerLink;
  /** Who is told of contact detail events. */
  readonly subscribers: readonly OutboxSubscriber<ContactDetailEvent>[];
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  readonly now?: () => number;
  /** How reading is judged; the policy unless a test proves that a leak would be found. */
  readonly readRule?: ReadRule;
  /** How contact books are kept; the store unless a test proves that a leak would be found. */
  readonly openBooks?: OpenContactBooks;
  /** What an idempotency key counts for; the caller, area and mutation unless a test proves that a leak would be found. */
  readonly readIdempotency?: typeof readIdempotency;
  /** Makes the ids; random ones unless a test compares two platforms. */
  readonly newId?: () => string;
}

/** The subgraph and what runs beside it. */
export interface ContactDetailsSubgraph {
  readonly handler: SubgraphHandler;
  readonly relay: Relay;
  /** Starts and stops the relay; closes the database. */
  readonly background: Service;
}

const openBooksUnderRule: OpenContactBooks = (database, rule) => ContactBookStore.open(database, rule);

/** Composes the contact-details subgraph. */
export const createContactDetailsSubgraph = async (parts: ContactDetailsSubgraphParts): Promise<ContactDetailsSubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID, readRule = policyReadRule, openBooks = openBooksUnderRule } = parts;
  const store = await openBooks(database, readRule);
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const knownPersons = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const relay = new OutboxRelay({
    collection: store.collection,
    lease: new Lease(leases, { name: 'contactDetails', holder: parts.leaseHolder, now }),
    subscribers: parts.subscribers,
    logger,
  });
  const operations = createContactDetailOperations({
    store,
    persons: createPersonDirectory(knownPersons, parts.person, now),
    now,
    newId,
    readIdempotency: parts.readIdempotency ?? readIdempotency,
    announce: () => relay.notify(),
  });
  const handler = createSubgraphHandler<Context>({
    name: 'contact-details',
    resolvers: {
      Date: dateScalar,
      DateTime: dateTimeScalar,
      Query: query,
      Mutation: mutation,
      Person: person,
      ContactDetail: contactDetail,
    },
    lock: createLock(readRule),
    createContext: (call) => ({ ...call, operations, loaders: createLoaders(store, call.subject) }),
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
