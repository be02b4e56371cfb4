import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type ContactDetailsSubgraph,
  type ContactDetailsSubstitutes,
  createContactDetailsSubgraph,
} from '@resident-graph/contact-details-subgraph';
import { createEqualitySubgraph } from '@resident-graph/equality-subgraph';
import { type AccessRule, createGateway, type Gateway, type JudgeRow } from '@resident-graph/gateway';
import { createPersonSubgraph } from '@resident-graph/person-subgraph';
import type { SubgraphName } from '@resident-graph/schema';
import { createSearchSubgraph, openSearchIndex, type SearchIndex } from '@resident-graph/search-subgraph';
import {
  createIdentitySigner,
  createIdentityVerifier,
  createInProcessWorkerLink,
  createLinkedSubscriber,
  createServiceKeyRing,
  type DocumentDatabase,
  type IdentitySigner,
  Lifecycle,
  type Logger,
  openDocumentDatabase,
  readOrCreateSecretFile,
  type Service,
  type SubgraphHandler,
  type WorkerLink,
} from '@resident-graph/service-kit';
import type { PlatformConfig } from './config.ts';
import { type DataFolder, lookupKeyFileName, openDataFolder } from './data-folder.ts';
import { sampleStory } from './sample-story.ts';

/** What tests and figures may put in place of the real thing. */
export interface PlatformOverrides {
  readonly now?: () => number;
  readonly newId?: () => string;
  /** Leaky parts of the contact-details subgraph. */
  readonly contactDetails?: ContactDetailsSubstitutes;
  /** Stands before the search index; nothing unless a test proves that a leak would be found. */
  readonly wrapSearchIndex?: (index: SearchIndex) => SearchIndex;
  /** Stands before the database of a subgraph. */
  readonly wrapDatabase?: (name: SubgraphName, database: DocumentDatabase) => DocumentDatabase;
  /** Stands before the person subgraph's line to contact-details, which tells who is restricted. */
  readonly wrapRestrictionsLink?: (link: WorkerLink) => WorkerLink;
  readonly judgeRow?: JudgeRow;
  readonly canary?: AccessRule;
  readonly onFetch?: (name: SubgraphName, query: string) => void;
  /** Stands before the gateway's line to the record of looks. */
  readonly wrapAuditLink?: (link: WorkerLink) => WorkerLink;
}

/** Everything in one process. */
export interface Platform extends Service {
  readonly gateway: Gateway;
  readonly dataFolder: DataFolder;
  /** The subgraphs as the gateway reaches them. */
  readonly handlers: Readonly<Record<SubgraphName, SubgraphHandler>>;
  /** Signs as the gateway; for tests that go past it. */
  readonly signer: IdentitySigner;
  /** Gets ready to answer without listening, for commands. */
  startWithoutListening(): Promise<void>;
  /** Resolves when search knows everything that was written before the call. */
  whenSearchIsCurrent(): Promise<void>;
}

interface Slices {
  readonly handlers: Readonly<Record<SubgraphName, SubgraphHandler>>;
  readonly background: readonly Service[];
  readonly person: Awaited<ReturnType<typeof createPersonSubgraph>>;
  readonly contactDetails: ContactDetailsSubgraph;
}

const createSlices = async (config: PlatformConfig, logger: Logger, overrides: PlatformOverrides) => {
  const { keys, trusted } = await createServiceKeyRing();
  const now = overrides.now ?? Date.now;
  const placeOf = (name: SubgraphName) => {
    const { mongodbUri, dataDirectory, databasePrefix } = config;
    return { mongodbUri, dataDirectory, name, databasePrefix };
  };
  const { wrapDatabase = (_name, bare) => bare, wrapRestrictionsLink = (bare: WorkerLink): WorkerLink => bare } = overrides;
  const open = async (name: SubgraphName): Promise<DocumentDatabase> =>
    wrapDatabase(name, await openDocumentDatabase({ ...placeOf(name), onWarning: (message) => logger.warn({ part: name }, message) }));
  const handlers: Partial<Record<SubgraphName, SubgraphHandler>> = {};
  const peer = (name: SubgraphName) => (): SubgraphHandler => {
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`${name} is called before it exists.`);
    return handler;
  };
  const link = (from: SubgraphName, to: SubgraphName) =>
    createInProcessWorkerLink({ from, to, signer: createIdentitySigner(keys[from], now) }, peer(to));
  const common = (name: SubgraphName) => ({
    verifier: createIdentityVerifier(name, trusted, now),
    logger: logger.child({ part: name }),
    now,
    ...(overrides.newId === undefined ? {} : { newId: overrides.newId }),
  });
  // An embedded file has one process, which after a crash need not wait for its own old lease.
  const leaseHolder = config.mongodbUri === undefined ? 'embedded' : randomUUID();
  const [personDatabase, contactDatabase, equalityDatabase, searchDatabase] = await Promise.all([
    open('person'),
    open('contact-details'),
    open('equality'),
    open('search'),
  ]);
  const index = await openSearchIndex({ path: join(config.dataDirectory, 'search-index.db') });
  const { wrapSearchIndex = (bare: SearchIndex): SearchIndex => bare } = overrides;
  const search = await createSearchSubgraph({
    ...common('search'),
    database: searchDatabase,
    index: wrapSearchIndex(index),
    contactDetails: link('search', 'contact-details'),
  });
  handlers.search = search.handler;
  const lookupSecret = readOrCreateSecretFile(join(config.dataDirectory, 'keys', lookupKeyFileName));
  const person = await createPersonSubgraph({
    ...common('person'),
    database: personDatabase,
    lookupSecret,
    contactDetails: wrapRestrictionsLink(link('person', 'contact-details')),
    subscribers: [createLinkedSubscriber('search', link('person', 'search'))],
    equality: link('person', 'equality'),
    search: link('person', 'search'),
    mergeConfirmMilliseconds: config.mergeConfirmMilliseconds,
    isOnlyProcess: config.mongodbUri === undefined,
    linkAddresses: config.linkAddresses,
    leaseHolder,
  });
  handlers.person = person.handler;
  const contactDetails = await createContactDetailsSubgraph({
    ...common('contact-details'),
    database: contactDatabase,
    person: link('contact-details', 'person'),
    search: link('contact-details', 'search'),
    lookupSecret,
    subscribers: [],
    leaseHolder,
    waits: config.contactDetailsWaits,
    ...(overrides.contactDetails === undefined ? {} : { substitutes: overrides.contactDetails }),
  });
  handlers['contact-details'] = contactDetails.handler;
  const equality = await createEqualitySubgraph({
    ...common('equality'),
    database: equalityDatabase,
    databasePlace: placeOf('equality'),
    person: link('equality', 'person'),
    contactDetails: link('equality', 'contact-details'),
    lookupSecret,
    reportSuppressBelow: config.reportSuppressBelow,
    subscribers: [],
    leaseHolder,
  });
  handlers.equality = equality.handler;
  const slices: Slices = {
    handlers: { person: person.handler, 'contact-details': contactDetails.handler, equality: equality.handler, search: search.handler },
    background: [search.background, person.background, contactDetails.background, equality.background],
    person,
    contactDetails,
  };
  return { slices, signer: createIdentitySigner(keys.gateway, now) };
};

/** Composes gateway and subgraphs in one process; calls between them are signed all the same. */
export const createPlatform = async (config: PlatformConfig, logger: Logger, overrides: PlatformOverrides = {}): Promise<Platform> => {
  const dataFolder = openDataFolder(config.dataDirectory);
  const { slices, signer } = await createSlices(config, logger, overrides);
  const { wrapAuditLink = (bare: WorkerLink): WorkerLink => bare } = overrides;
  const gateway = await createGateway({
    config: config.gateway,
    subgraphs: slices.handlers,
    signer,
    auditLink: wrapAuditLink(
      createInProcessWorkerLink({ from: 'gateway', to: 'contact-details', signer }, () => slices.handlers['contact-details']),
    ),
    logger: logger.child({ part: 'gateway' }),
    checkHealth: async () => {
      await Promise.all(Object.values(slices.handlers).map((handler) => handler.checkHealth()));
    },
    exampleVariables: sampleStory.exampleVariables,
    ...overrides,
  });
  const startBackground = async (): Promise<void> => {
    for (const service of slices.background) await service.start();
  };
  const lifecycle = new Lifecycle({
    start: async () => {
      await startBackground();
      await gateway.start();
    },
    stop: async () => {
      await gateway.stop();
      // Who tells stops before who is told.
      for (const service of slices.background.toReversed()) await service.stop();
      dataFolder.close();
    },
  });
  return {
    gateway,
    dataFolder,
    handlers: slices.handlers,
    signer,
    start: () => lifecycle.start(),
    startWithoutListening: async () => {
      await startBackground();
      await gateway.startWithoutListening();
    },
    stop: async () => {
      if (lifecycle.phase === 'created') {
        await gateway.stop();
        for (const service of slices.background.toReversed()) await service.stop();
        dataFolder.close();
        return;
      }
      await lifecycle.stop();
    },
    whenSearchIsCurrent: async () => {
      await slices.person.relay.whenDrained();
      await slices.contactDetails.restrictionRelay.whenDrained();
    },
  };
};
