import { randomUUID } from 'node:crypto';
import {
  createHttpWorkerLink,
  createIdentitySigner,
  createIdentityVerifier,
  createLogger,
  openDocumentDatabase,
  readOrCreateSecretFile,
  readServiceKeyFile,
  runService,
  serveSubgraph,
} from '@resident-graph/service-kit';
import { readContactDetailsConfig, toContactDetailsWaits } from './config.ts';
import { createContactDetailsSubgraph } from './create-contact-details-subgraph.ts';

await runService(process, async () => {
  const config = readContactDetailsConfig(process.env);
  const logger = createLogger({ service: 'contact-details', level: config.LOG_LEVEL });
  const { key, trusted } = readServiceKeyFile('contact-details', config.CONTACT_DETAILS_KEY_FILE);
  const database = await openDocumentDatabase({
    mongodbUri: config.MONGODB_URI,
    dataDirectory: config.DATA_DIR,
    name: 'contact-details',
    databasePrefix: config.MONGODB_DATABASE_PREFIX,
    onWarning: (message) => logger.warn(message),
  });
  const signer = createIdentitySigner(key);
  const subgraph = await createContactDetailsSubgraph({
    database,
    verifier: createIdentityVerifier('contact-details', trusted),
    person: createHttpWorkerLink({ from: 'contact-details', to: 'person', signer }, config.PERSON_URL),
    search: createHttpWorkerLink({ from: 'contact-details', to: 'search', signer }, config.SEARCH_URL),
    lookupSecret: readOrCreateSecretFile(config.CONTACT_DETAILS_LOOKUP_KEY_FILE),
    subscribers: [],
    leaseHolder: randomUUID(),
    logger,
    waits: toContactDetailsWaits(config),
  });
  const { CONTACT_DETAILS_PORT: port, CONTACT_DETAILS_HOST: host } = config;
  return { logger, service: serveSubgraph(subgraph.handler, { port, host, logger, background: subgraph.background }) };
});
