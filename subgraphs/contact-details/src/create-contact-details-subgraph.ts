import { randomUUID } from 'node:crypto';
import type { ContactDetailEvent, ContactDetailsEvent, RestrictionEvent } from '@resident-graph/schema';
import {
  appendAccessEventsAction,
  appendAccessEventsInput,
  applyMergesAction,
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
  findMonitoringObjectionsAction,
  findMonitoringObjectionsInput,
  findPersonsAtAddressAction,
  findRestrictionsAction,
  findRestrictionsInput,
  IdentityError,
  type IdentityVerifier,
  type KnownPersonDocument,
  keepRequestTracesAction,
  keepRequestTracesInput,
  knownPersonsCollection,
  Lease,
  type LeaseDocument,
  type Logger,
  leasesCollection,
  OutboxRelay,
  type OutboxSubscriber,
  PersonAliases,
  type Relay,
  readIdempotency,
  readMerges,
  readPersonsAtAddress,
  type Service,
  type SubgraphHandler,
  type WithOutbox,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { joinPersonFacts } from './domain/join-person-facts.ts';
import type { PersonFactsSource } from './domain/person-facts-source.ts';
import { policyReadRule, type ReadRule } from './domain/read-rule.ts';
import { createRestrictionSubscribers, createTellSearch } from './events/tell-restrictions.ts';
import { createLoaders } from './loaders.ts';
import { createLock } from './lock.ts';
import { createAccessHistory } from './operations/access-history.ts';
import { createBreakGlassOperations } from './operations/break-glass-operations.ts';
import { createConsentOperations } from './operations/consent-operations.ts';
import { createContactDetailOperations } from './operations/contact-detail-operations.ts';
import { createContactReads } from './operations/contact-reads.ts';
import { createExplainAccess } from './operations/explain-access.ts';
import { findMonitoringObjections } from './operations/find-monitoring-objections.ts';
import { findPersonsAtAddress } from './operations/find-persons-at-address.ts';
import type { OperationParts } from './operations/operation-parts.ts';
import { createOrganisationOperations } from './operations/organisation-operations.ts';
import { createRestrictionOperations } from './operations/restriction-operations.ts';
import { moveRetiredAreas } from './operations/retire-service-area.ts';
import { createSupport } from './operations/support.ts';
import { breakGlass as breakGlassResolvers } from './resolvers/break-glass.ts';
import { consent } from './resolvers/consent.ts';
import { contactDetail } from './resolvers/contact-detail.ts';
import { mutation } from './resolvers/mutation.ts';
import { objection } from './resolvers/objection.ts';
import { organisation } from './resolvers/organisation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { compartmentEntry, restriction } from './resolvers/restriction.ts';
import { AccessEventStore } from './store/access-event-store.ts';
import { BreakGlassStore } from './store/break-glass-store.ts';
import { ConsentStore } from './store/consent-store.ts';
import { type ContactBookDocument, ContactBookStore } from './store/contact-book-store.ts';
import { DiagnosticSessionStore } from './store/diagnostic-session-store.ts';
import { OrganisationStore } from './store/organisation-store.ts';
import { RequestTraceStore } from './store/request-trace-store.ts';
import { type RestrictionDocument, RestrictionStore } from './store/restriction-store.ts';
import { VisibleDetails, type VisibleDetailsParts } from './store/visible-details.ts';

/** What this subgraph is given. */
export interface ContactDetailsSubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to the person subgraph, for the existence of persons. */
  readonly person: WorkerLink;
  /** The line to search, which has to confirm restrictions. */
  readonly search: WorkerLink;
  /** The secret under which values are found and cursors are written; the same for all processes on one database, 32 bytes. */
  readonly lookupSecret: Uint8Array;
  /** Who is told of the events of this subgraph. */
  readonly subscribers: readonly OutboxSubscriber<ContactDetailsEvent>[];
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  /** How long this subgraph waits for what it cannot do without, in milliseconds. */
  readonly waits: ContactDetailsWaits;
  readonly now?: () => number;
  /** Makes the ids; random ones unless a test compares two platforms. */
  readonly newId?: () => string;
  /** What stands in place of a part when a test proves that a leak would be found. */
  readonly substitutes?: ContactDetailsSubstitutes;
}

/** Longest waits, in milliseconds. */
export interface ContactDetailsWaits {
  /** Until looks and doings are on record; after it whatever belongs there is refused with AUDIT_UNAVAILABLE. */
  readonly auditDeadlineMilliseconds: number;
  /** Until search confirms a restriction; after it the restriction stands and says that search has not. Source: access-model.md section 5. */
  readonly searchConfirmMilliseconds: number;
}

/** Parts that tests replace by leaky ones. */
export interface ContactDetailsSubstitutes {
  readonly readRule?: ReadRule;
  readonly openBooks?: (database: DocumentDatabase) => Promise<ContactBookStore>;
  readonly openVisible?: (parts: VisibleDetailsParts) => VisibleDetails;
  readonly wrapFacts?: (facts: PersonFactsSource) => PersonFactsSource;
  readonly wrapCursors?: (cursors: CursorCodec) => CursorCodec;
  readonly readIdempotency?: typeof readIdempotency;
  readonly openLog?: typeof AccessEventStore.open;
  readonly openBreakGlass?: typeof BreakGlassStore.open;
}

/** The subgraph and what runs beside it. */
export interface ContactDetailsSubgraph {
  readonly handler: SubgraphHandler;
  /** The relay of the contact books. */
  readonly relay: Relay;
  /** The relay of the restrictions. */
  readonly restrictionRelay: Relay;
  /** Moves what retired areas left, starts and stops the relays; closes the database. */
  readonly background: Service;
}

/** Everything that the resolvers stand on. */
interface Stores {
  readonly books: ContactBookStore;
  readonly consents: ConsentStore;
  readonly organisations: OrganisationStore;
  readonly restrictions: RestrictionStore;
  readonly breakGlass: BreakGlassStore;
}

/** Who reads restrictions besides this subgraph. */
const restrictionReaders: readonly string[] = ['person', 'equality', 'search'];

const openStores = async (
  { database, now = Date.now }: ContactDetailsSubgraphParts,
  substitutes: ContactDetailsSubstitutes,
): Promise<Stores> => ({
  books: await (substitutes.openBooks ?? ((own) => ContactBookStore.open(own)))(database),
  consents: await ConsentStore.open(database),
  organisations: await OrganisationStore.open(database),
  restrictions: await RestrictionStore.open(database),
  breakGlass: await (substitutes.openBreakGlass ?? ((own, clock) => BreakGlassStore.open(own, clock)))(database, now),
});

/** Composes the contact-details subgraph. */
export const createContactDetailsSubgraph = async (parts: ContactDetailsSubgraphParts): Promise<ContactDetailsSubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID, substitutes = {} } = parts;
  const { readRule = policyReadRule, openVisible = (reading) => new VisibleDetails(reading) } = substitutes;
  const { openLog = (own, options) => AccessEventStore.open(own, options) } = substitutes;
  const stores = await openStores(parts, substitutes);
  const log = await openLog(database, {
    lookupSecret: parts.lookupSecret,
    now,
    newId,
    logger,
    deadlineMilliseconds: parts.waits.auditDeadlineMilliseconds,
  });
  const sessions = await DiagnosticSessionStore.open(database);
  const traces = await RequestTraceStore.open(database, now);
  const support = createSupport({ sessions, traces, log, now });
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const knownPersons = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const aliases = await PersonAliases.open(database);
  const createRelay = <Event extends ContactDetailsEvent, Stored extends WithOutbox<Event>>(
    name: string,
    collection: DocumentCollection<Stored>,
    subscribers: readonly OutboxSubscriber<Event>[] = parts.subscribers,
  ): OutboxRelay<Event, Stored> =>
    new OutboxRelay<Event, Stored>({
      collection,
      lease: new Lease(leases, { name, holder: parts.leaseHolder, now }),
      subscribers,
      logger,
    });
  const relay = createRelay<ContactDetailEvent, ContactBookDocument>('contactDetails', stores.books.collection);
  const consentRelay = createRelay('consents', stores.consents.collection);
  const organisationRelay = createRelay('organisations', stores.organisations.collection);
  const telling = { store: stores.restrictions, search: parts.search, person: parts.person };
  const restrictionRelay = createRelay<RestrictionEvent, RestrictionDocument>('restrictions', stores.restrictions.collection, [
    ...createRestrictionSubscribers(telling),
    ...parts.subscribers,
  ]);
  const relays: readonly Relay[] = [relay, consentRelay, organisationRelay, restrictionRelay];
  const joined = joinPersonFacts({
    consents: stores.consents,
    restrictions: stores.restrictions,
    breakGlass: stores.breakGlass,
  });
  const facts = (substitutes.wrapFacts ?? ((source) => source))(joined);
  const cursors = createCursorCodec(deriveSecret(parts.lookupSecret, 'contact-details/cursor/1'));
  const common: OperationParts = {
    store: stores.books,
    visible: openVisible({ books: stores.books.collection, facts, groups: aliases, sessions, rule: readRule }),
    organisations: stores.organisations,
    restrictions: stores.restrictions,
    groups: aliases,
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
  const consents = createConsentOperations({ ...common, log, store: stores.consents, announce: () => consentRelay.notify() });
  const organisations = createOrganisationOperations({
    ...common,
    store: stores.organisations,
    announce: () => organisationRelay.notify(),
  });
  const restrictions = createRestrictionOperations({
    store: stores.restrictions,
    persons: common.persons,
    groups: aliases,
    log,
    now,
    newId,
    tellSearch: createTellSearch(telling),
    confirmMilliseconds: parts.waits.searchConfirmMilliseconds,
    announce: () => restrictionRelay.notify(),
  });
  const breakGlass = createBreakGlassOperations({
    store: stores.breakGlass,
    books: stores.books,
    persons: common.persons,
    restrictions: stores.restrictions,
    groups: aliases,
    log,
    findSeen: (id) => log.findByBreakGlass(id),
    cursors: common.cursors,
    now,
    newId,
  });
  const accessHistory = createAccessHistory({
    events: log,
    restrictions: stores.restrictions,
    groups: aliases,
    cursors: common.cursors,
    now,
  });
  const explainAccess = createExplainAccess({ visible: common.visible, log, now, newId });
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
      Restriction: restriction,
      CompartmentEntry: compartmentEntry,
      BreakGlass: breakGlassResolvers,
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
        support,
        accessHistory,
        explainAccess,
        restrictions,
        breakGlass,
        now,
        get loaders() {
          return loaders;
        },
        renewLoaders: () => {
          loaders = createLoaders(loading, call.subject);
        },
      };
    },
    workerActions: {
      [appendAccessEventsAction]: async (input, identity) => {
        if (identity.issuer !== 'gateway') throw new IdentityError('not-entitled', 'Only the gateway tells of looks.');
        await log.append(appendAccessEventsInput.parse(input).events);
        return { appended: true };
      },
      [keepRequestTracesAction]: async (input, identity) => {
        if (identity.issuer !== 'gateway') throw new IdentityError('not-entitled', 'Only the gateway tells of requests.');
        await traces.keep(keepRequestTracesInput.parse(input).traces);
        return { kept: true };
      },
      [applyMergesAction]: async (input, identity) => {
        await aliases.apply(readMerges(input, identity));
        return { applied: true };
      },
      [findRestrictionsAction]: async (input, { issuer }) => {
        if (!restrictionReaders.includes(issuer)) throw new IdentityError('not-entitled', 'This service does not ask for restrictions.');
        return restrictions.findForWorkers(findRestrictionsInput.parse(input).personIds);
      },
      [findPersonsAtAddressAction]: async (input, { issuer }) => {
        if (issuer !== 'person') throw new IdentityError('not-entitled', 'Only person asks who is at an address.');
        return findPersonsAtAddress(reads, readPersonsAtAddress(input));
      },
      [findMonitoringObjectionsAction]: async (input, { issuer }) => {
        if (issuer !== 'equality') throw new IdentityError('not-entitled', 'Only equality asks who objects to monitoring.');
        return findMonitoringObjections({ store: stores.consents, aliases }, findMonitoringObjectionsInput.parse(input).personIds);
      },
    },
    verifier: parts.verifier,
    logger,
    checkHealth: () => database.ping(),
  });
  return {
    handler,
    relay,
    restrictionRelay,
    background: {
      start: async () => {
        await moveRetiredAreas(common);
        for (const each of relays) await each.start();
      },
      stop: async () => {
        for (const each of relays) await each.stop();
        await log.whenIdle();
        await database.close();
      },
    },
  };
};
