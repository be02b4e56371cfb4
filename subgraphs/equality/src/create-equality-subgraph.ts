import { randomUUID } from 'node:crypto';
import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  applyMergesAction,
  createFindMonitoringObjections,
  createKeyedDigest,
  createPersonDirectory,
  createPersonSourceDirectory,
  createRestrictionDirectory,
  createSubgraphHandler,
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
  PersonAliases,
  type Relay,
  readMerges,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import { londonDay } from './domain/london-day.ts';
import type { SuppressBelow } from './domain/report/disclosure-control.ts';
import { createLoaders } from './loaders.ts';
import { lock } from './lock.ts';
import { createEqualityOperations } from './operations/equality-operations.ts';
import { openReportEngine } from './report-thread/open-report-engine.ts';
import type { ReportDatabase } from './report-thread/thread-protocol.ts';
import { equalityInformation, nationalInsuranceNumber, pregnancyOrMaternityAnswer } from './resolvers/equality-information.ts';
import { mutation } from './resolvers/mutation.ts';
import { amendEqualityInformationPayload, recordEqualityInformationPayload } from './resolvers/payloads.ts';
import { person } from './resolvers/person.ts';
import { query } from './resolvers/query.ts';
import { EqualityInformationStore } from './store/equality-information-store.ts';
import { SnapshotWorker } from './workers/snapshot-worker.ts';

/** What this subgraph is given. */
export interface EqualitySubgraphParts {
  readonly database: DocumentDatabase;
  readonly verifier: IdentityVerifier;
  /** The line to the person subgraph, for the existence and the sources of persons. */
  readonly person: WorkerLink;
  /** The line to contact-details, which tells who is restricted and who objects to monitoring. */
  readonly contactDetails: WorkerLink;
  /** At least 32 random bytes that every process of this subgraph shares: finds national insurance numbers and fixes the noise of reports. */
  readonly lookupSecret: Uint8Array;
  /** Below which counts a report suppresses. */
  readonly reportSuppressBelow: SuppressBelow;
  /** Where the database is, for the thread that computes reports; left out, they are computed in the calling thread. */
  readonly databasePlace?: ReportDatabase;
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
  /** Starts and stops the relay and the making of snapshots; closes the database. */
  readonly background: Service;
}

/** Composes the equality subgraph. */
export const createEqualitySubgraph = async (parts: EqualitySubgraphParts): Promise<EqualitySubgraph> => {
  const { database, logger, now = Date.now, newId = randomUUID } = parts;
  const store = await EqualityInformationStore.open(
    database,
    createKeyedDigest(deriveSecret(parts.lookupSecret, 'equality/national-insurance/1')),
  );
  const leases = await database.collection<LeaseDocument>(leasesCollection);
  const knownPersons = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const relay = new OutboxRelay({
    collection: store.collection,
    lease: new Lease(leases, { name: 'equalityInformation', holder: parts.leaseHolder, now }),
    subscribers: parts.subscribers,
    logger,
  });
  const restrictions = createRestrictionDirectory(parts.contactDetails);
  const aliases = await PersonAliases.open(database);
  const operations = createEqualityOperations({
    store,
    persons: createPersonDirectory(knownPersons, parts.person, now),
    personSources: createPersonSourceDirectory(parts.person),
    restrictions,
    aliases,
    now,
    newId,
    announce: () => relay.notify(),
  });
  const findMonitoringObjections = createFindMonitoringObjections(parts.contactDetails);
  const reports = await openReportEngine({
    database,
    databasePlace: parts.databasePlace,
    lookupSecret: parts.lookupSecret,
    suppressBelow: parts.reportSuppressBelow,
    findLeftOut: async (personIds) => {
      const [objecting, survivors] = await Promise.all([findMonitoringObjections(personIds, randomUUID()), aliases.survivorsOf(personIds)]);
      return new Set([...objecting, ...personIds.filter((id) => survivors.get(id) !== id)]);
    },
  });
  const snapshotWorker = new SnapshotWorker({
    lease: new Lease(leases, { name: 'equalitySnapshots', holder: parts.leaseHolder, now }),
    today: () => londonDay(now()),
    take: (day, mayGoOn) => reports.takeSnapshot(day, mayGoOn),
    logger,
  });
  const handler = createSubgraphHandler<Context>({
    name: 'equality',
    resolvers: {
      Date: dateScalar,
      DateTime: dateTimeScalar,
      Query: query,
      Mutation: mutation,
      Person: person,
      EqualityInformation: equalityInformation,
      NationalInsuranceNumber: nationalInsuranceNumber,
      PregnancyOrMaternityAnswer: pregnancyOrMaternityAnswer,
      RecordEqualityInformationPayload: recordEqualityInformationPayload,
      AmendEqualityInformationPayload: amendEqualityInformationPayload,
    },
    lock,
    createContext: (call) => ({ ...call, operations, reports, loaders: createLoaders({ store, restrictions, aliases }, call), now: now() }),
    workerActions: {
      [applyMergesAction]: async (input, identity) => {
        await aliases.apply(readMerges(input, identity));
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
      start: async () => {
        await relay.start();
        await snapshotWorker.start();
      },
      stop: async () => {
        await snapshotWorker.stop();
        await reports.close();
        await relay.stop();
        await database.close();
      },
    },
  };
};
