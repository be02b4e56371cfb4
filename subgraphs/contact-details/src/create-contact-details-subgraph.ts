import { randomUUID } from 'node:crypto';
import type { ContactDetailEvent, ContactDetailsEvent } from '@resident-graph/schema';
import {
  type CursorCodec,
  createCursorCodec,
  createKeyedDigest,
  createPersonDirectory,
  createSubgraphHandler,
  type DocumentCollection,
  type DocumentDatabase,
  dateScalar,
  dateTimeScalar,
  deriveSecret,
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
  type WithOutbox,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import type { PersonFactsSource } from './domain/person-facts-source.ts';
import { policyReadRule, type ReadRule } from './domain/read-rule.ts';
import { createLoaders } from './loaders.ts';
import { createLock } from './lock.ts';
import { createConsentOperations } from './operations/consent-operations.ts';
import { createContactDetailOperations } from './operations/contact-detail-operations.ts';
import { createContactReads } from './operations/contact-reads.ts';
import type { OperationParts } from './operations/operation-parts.ts';
import { createOrganisationOperations } from './operations/organisation-operations.ts';
import { moveRetiredAreas } from './operations/retire-service-area.ts';
import { consent } from './resolvers/consent.ts';
import { contactDetail } from './resolvers/contact-detail.ts';
import { mutation } from './resolvers/mutation.ts';
import { objection } from './resolvers/objection.ts';
import { organisation } from './resolvers/organisation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { ConsentStore } from './store/consent-store.ts';
import { type ContactBookDocument, ContactBookStore } from './store/contact-book-store.ts';
import { OrganisationStore } from './store/organisation-store.ts';
import { VisibleDetails, type VisibleDetailsParts } from './store/visible-details.ts';

/** What this subgraph is given. */
export interface ContactDetailsSubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to the person subgraph, for the existence of persons. */
  readonly person: WorkerLink;
  /** The secret under which values are found and cursors are written; the same for all processes on one database, 32 bytes. */
  readonly lookupSecret: Uint8Array;
  /** Who is told of the events of this subgraph. */
  readonly subscribers: readonly OutboxSubscriber<ContactDetailsEvent>[];
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Makes the ids; random ones unless a test compares two platforms. */
  readonly newId?: () => string;
  /** What stands in place of a part when a test proves that a leak would be found. */
  readonly substitutes?: ContactDetailsSubstitutes;
}

/** Parts that tests replace by leaky ones. */
export interface ContactDetailsSubstitutes {
  readonly readRule?: ReadRule;
  readonly openBooks?: (database: DocumentDatabase) => Promise<ContactBookStore>;
  readonly openVisible?: (parts: VisibleDetailsParts) => VisibleDetails;
  readonly wrapFacts?: (facts: PersonFactsSource) => PersonFactsSource;
  readonly wrapCursors?: (cursors: CursorCodec) => CursorCodec;
  readonly readIdempotency?: typeof readIdempotency;
}

/** The subgraph and what runs beside it. */
export interface ContactDetailsSubgraph {
  readonly handler: SubgraphHandler;
  /** The relay of the contact books. */
  readonly relay: Relay;
  /** Moves what retired areas left, starts and stops the relays; closes the database. */
  readonly background: Service;
}

/** Everything that the resolvers stand on. */
interface Stores {
  readonly books: ContactBookStore;
  readonly consents: ConsentStore;
  readonly organisations: OrganisationStore;
}

const openStores = async (database: DocumentDatabase, substitutes: ContactDetailsSubstitutes): Promise<Stores> => ({
  books: await (substitutes.openBooks ?? ((own) => ContactBookStore.open(own)))(database),
  consents: await ConsentStore.open(database),
  organisations: await OrganisationStore.open(database),
});

/** Composes the contact-details subgraph. */
export const createContactDetailsSubgraph = async (parts: ContactDetailsSubgraphParts): Promise<ContactDetailsSubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID, substitutes = {} } = parts;
  const { readRule = policyReadRule, openVisible = (reading) => new VisibleDetails(reading) } = substitutes;
  const stores = await openStores(database, substitutes);
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const knownPersons = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const createRelay = <Event extends ContactDetailsEvent, Stored extends WithOutbox<Event>>(
    name: string,
    collection: DocumentCollection<Stored>,
  ): OutboxRelay<Event, Stored> =>
    new OutboxRelay<Event, Stored>({
      collection,
      lease: new Lease(leases, { name, holder: parts.leaseHolder, now }),
      subscribers: parts.subscribers,
      logger,
    });
  const relay = createRelay<ContactDetailEvent, ContactBookDocument>('contactDetails', stores.books.collection);
  const consentRelay = createRelay('consents', stores.consents.collection);
  const organisationRelay = createRelay('organisations', stores.organisations.collection);
  const relays: readonly Relay[] = [relay, consentRelay, organisationRelay];
  const facts = (substitutes.wrapFacts ?? ((source) => source))(stores.consents);
  const cursors = createCursorCodec(deriveSecret(parts.lookupSecret, 'contact-details/cursor/1'));
  const common: OperationParts = {
    store: stores.books,
    visible: openVisible({ books: stores.books.collection, facts, rule: readRule }),
    organisations: stores.organisations,
    persons: createPersonDirectory(knownPersons, parts.person, now),
    now,
    newId,
    readIdempotency: substitutes.readIdempotency ?? readIdempotency,
    digest: createKeyedDigest(deriveSecret(parts.lookupSecret, 'contact-details/lookup/1')),
    cursors: (substitutes.wrapCursors ?? ((codec) => codec))(cursors),
    announce: () => relay.notify(),
  };
  const operations = createContactDetailOperations(common);
  const reads = createContactReads(common);
  const consents = createConsentOperations({ ...common, store: stores.consents, announce: () => consentRelay.notify() });
  const organisations = createOrganisationOperations({
    ...common,
    store: stores.organisations,
    announce: () => organisationRelay.notify(),
  });
  const handler = createSubgraphHandler<Context>({
    name: 'contact-details',
    resolvers: {
      Date: dateScalar,
      DateTime: dateTimeScalar,
      Query: query,
      Mutation: mutation,
      Person: person,
      Organisation: organisation,
      ContactDetail: contactDetail,
      Consent: consent,
      Objection: objection,
    },
    lock: createLock(readRule),
    createContext: (call) => {
      const loading = { visible: common.visible, organisations: stores.organisations, now };
      let loaders = createLoaders(loading, call.subject);
      return {
        ...call,
        operations,
        reads,
        consents,
        organisations,
        now,
        get loaders() {
          return loaders;
        },
        renewLoaders: () => {
          loaders = createLoaders(loading, call.subject);
        },
      };
    },
    workerActions: {},
    verifier: parts.verifier,
    logger,
    checkHealth: () => database.ping(),
  });
  return {
    handler,
    relay,
    background: {
      start: async () => {
        await moveRetiredAreas(common);
        for (const each of relays) await each.start();
      },
      stop: async () => {
        for (const each of relays) await each.stop();
        await database.close();
      },
    },
  };
};
