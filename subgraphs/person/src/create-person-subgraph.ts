import { randomUUID } from 'node:crypto';
import { extendedDataSchemas, linkedSystems, type PersonEvent, type PersonsEvent } from '@resident-graph/schema';
import {
  applyRestrictionsAction,
  applyRestrictionsInput,
  createCursorCodec,
  createFindPersonsAtAddress,
  createRestrictionDirectory,
  createSubgraphHandler,
  type DocumentDatabase,
  dateScalar,
  dateTimeScalar,
  deriveSecret,
  type FoundPersonsBySource,
  findPersonsBySourceAction,
  findPersonsBySourceInput,
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
import { ExtendedDataSchemas } from './domain/extended-data-schemas.ts';
import type { LinkAddresses } from './domain/link-addresses.ts';
import { readLinkedSystems } from './domain/linked-system.ts';
import { createMergeSubscribers, createTellMerge, withoutMerges } from './events/tell-merges.ts';
import { createLoaders } from './loaders.ts';
import { lock } from './lock.ts';
import { changeHistory } from './operations/change-history.ts';
import { findPersons } from './operations/find-persons.ts';
import { createLinkOperations } from './operations/link-operations.ts';
import { recoverMerges } from './operations/merge-parts.ts';
import { createPersonOperations } from './operations/person-operations.ts';
import { change } from './resolvers/change-history.ts';
import { recordIdentificationPayload } from './resolvers/identification.ts';
import { mutation } from './resolvers/mutation.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { CrossReferenceStore } from './store/cross-reference-store.ts';
import { ExtendedDataStore } from './store/extended-data-store.ts';
import type { PersonDocument } from './store/person-document.ts';
import { PersonStore } from './store/person-store.ts';
import { BlockingFill } from './workers/blocking-fill.ts';
import { HealthProbes, probeOverHttp } from './workers/health-probes.ts';

/** What this subgraph is given. */
export interface PersonSubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to contact-details, which tells who is restricted, and is told of merges. */
  readonly contactDetails: WorkerLink;
  /** The lines to others who are told of merges. */
  readonly equality: WorkerLink;
  readonly search: WorkerLink;
  /** How long a merge waits until they know, in milliseconds; it is recorded before, and they are told until they do. */
  readonly mergeConfirmMilliseconds: number;
  /** Who is told of person events. */
  readonly subscribers: readonly OutboxSubscriber<PersonEvent>[];
  /** Whether no other process has the database: then whatever is under way at the start was left behind. */
  readonly isOnlyProcess: boolean;
  /** The secret of the lookup key file; cursors are sealed with one that comes from it. */
  readonly lookupSecret: Uint8Array;
  /** Names this process among those that share the database. */
  readonly leaseHolder: string;
  readonly logger: Logger;
  /** Where linked systems stand; without it there are no links. */
  readonly linkAddresses?: LinkAddresses;
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
  const { database, logger, now = Date.now, newId = randomUUID, linkAddresses: addresses = new Map() } = parts;
  const store = await PersonStore.open(database);
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const mergePeers = { contactDetails: parts.contactDetails, equality: parts.equality, search: parts.search };
  const relay = new OutboxRelay<PersonsEvent, PersonDocument>({
    collection: store.collection,
    lease: new Lease(leases, { name: 'persons', holder: parts.leaseHolder, now }),
    subscribers: [...parts.subscribers.map(withoutMerges), ...createMergeSubscribers(mergePeers)],
    logger,
  });
  const flags = await RestrictionFlags.open(database);
  const restrictions = createRestrictionDirectory(parts.contactDetails);
  const operationParts = { store, restrictions, now, newId, announce: () => relay.notify() };
  const operations = createPersonOperations({
    ...operationParts,
    tellMerge: createTellMerge(mergePeers),
    confirmMilliseconds: parts.mergeConfirmMilliseconds,
  });
  const cursors = createCursorCodec(deriveSecret(parts.lookupSecret, 'person/cursor/1'));
  const pagingParts = { store, restrictions, now, cursors, findAtAddress: createFindPersonsAtAddress(parts.contactDetails) };
  const systems = readLinkedSystems(linkedSystems);
  const crossReferences = await CrossReferenceStore.open(database);
  const extendedData = await ExtendedDataStore.open(database);
  const schemas = new ExtendedDataSchemas(extendedDataSchemas);
  const linkOperations = createLinkOperations({ store, restrictions, now, crossReferences, extendedData, systems, schemas });
  const probes = new HealthProbes({
    addresses,
    now,
    probe: probeOverHttp,
    onVerdict: (system, verdict) => logger.info({ system, verdict }, 'a linked system changed its state'),
  });
  const loaderParts = { store, flags, restrictions, crossReferences, extendedData, systems, addresses, probes };
  const handler = createSubgraphHandler<Context>({
    name: 'person',
    resolvers: {
      Date: dateScalar,
      DateTime: dateTimeScalar,
      Query: query,
      Mutation: mutation,
      Person: person,
      Change: change,
      RecordIdentificationPayload: recordIdentificationPayload,
    },
    lock,
    createContext: (call) => ({
      ...call,
      operations,
      linkOperations,
      loaders: createLoaders(loaderParts, call),
      changeHistory: (asked, signed) => changeHistory(pagingParts, asked, signed),
      findPersons: (asked, signed) => findPersons(pagingParts, asked, signed),
      now: now(),
    }),
    workerActions: {
      [personsExistAction]: async (input, { issuer }) => {
        if (issuer !== 'contact-details' && issuer !== 'equality')
          throw new IdentityError('not-entitled', 'This service does not ask for persons.');
        const { ids } = personsExistInput.parse(input);
        return { existing: (await store.findPersons(ids)).map(({ id }) => id) };
      },
      [findPersonsBySourceAction]: async (input, { issuer }): Promise<FoundPersonsBySource> => {
        if (issuer !== 'equality') throw new IdentityError('not-entitled', 'This service does not ask for persons of a source.');
        const { sourceSystem, sourceIds } = findPersonsBySourceInput.parse(input);
        const records = await store.findBySource(sourceIds.map((sourceId) => `${sourceSystem}/${sourceId}`));
        return {
          found: sourceIds.flatMap((sourceId) => {
            const id = records.get(`${sourceSystem}/${sourceId}`)?.person.id;
            return id === undefined ? [] : [{ sourceId, id }];
          }),
        };
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
  const fill = new BlockingFill({ blocking: store.blocking, logger });
  return {
    handler,
    relay,
    background: {
      start: async () => {
        await recoverMerges(operationParts, parts.isOnlyProcess);
        await relay.start();
        fill.start();
      },
      stop: async () => {
        await fill.stop();
        await relay.stop();
        await probes.stop();
        await database.close();
      },
    },
  };
};
