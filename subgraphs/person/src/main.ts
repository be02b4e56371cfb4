import { randomUUID } from 'node:crypto';
import {
  createHttpWorkerLink,
  createIdentitySigner,
  createIdentityVerifier,
  createLinkedSubscriber,
  createLogger,
  openDocumentDatabase,
  readOrCreateSecretFile,
  readServiceKeyFile,
  runService,
  serveSubgraph,
} from '@resident-graph/service-kit';
import { readPersonConfig } from './config.ts';
import { createPersonSubgraph } from './create-person-subgraph.ts';
import { readLinkAddresses } from './read-link-addresses.ts';

await runService(process, async () => {
  const config = readPersonConfig(process.env);
  const logger = createLogger({ service: 'person', level: config.LOG_LEVEL });
  const { key, trusted } = readServiceKeyFile('person', config.PERSON_KEY_FILE);
  const database = await openDocumentDatabase({
    mongodbUri: config.MONGODB_URI,
    dataDirectory: config.DATA_DIR,
    name: 'person',
    databasePrefix: config.MONGODB_DATABASE_PREFIX,
    onWarning: (message) => logger.warn(message),
  });
  const signer = createIdentitySigner(key);
  const search = createHttpWorkerLink({ from: 'person', to: 'search', signer }, config.SEARCH_URL);
  const subgraph = await createPersonSubgraph({
    database,
    verifier: createIdentityVerifier('person', trusted),
    subscribers: [createLinkedSubscriber('search', search)],
    contactDetails: createHttpWorkerLink({ from: 'person', to: 'contact-details', signer }, config.CONTACT_DETAILS_URL),
    equality: createHttpWorkerLink({ from: 'person', to: 'equality', signer }, config.EQUALITY_URL),
    search,
    mergeConfirmMilliseconds: config.PERSON_MERGE_CONFIRM_MILLISECONDS,
    isOnlyProcess: config.MONGODB_URI === undefined,
    linkAddresses: readLinkAddresses(config),
    lookupSecret: readOrCreateSecretFile(config.PERSON_LOOKUP_KEY_FILE),
    leaseHolder: randomUUID(),
    logger,
  });
  const { PERSON_PORT: port, PERSON_HOST: host } = config;
  return { logger, service: serveSubgraph(subgraph.handler, { port, host, logger, background: subgraph.background }) };
});
