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
import { readEqualityConfig } from './config.ts';
import { createEqualitySubgraph } from './create-equality-subgraph.ts';

await runService(process, async () => {
  const config = readEqualityConfig(process.env);
  const logger = createLogger({ service: 'equality', level: config.LOG_LEVEL });
  const { key, trusted } = readServiceKeyFile('equality', config.EQUALITY_KEY_FILE);
  const databasePlace = {
    mongodbUri: config.MONGODB_URI,
    dataDirectory: config.DATA_DIR,
    name: 'equality',
    databasePrefix: config.MONGODB_DATABASE_PREFIX,
  };
  const database = await openDocumentDatabase({ ...databasePlace, onWarning: (message) => logger.warn(message) });
  const signer = createIdentitySigner(key);
  const subgraph = await createEqualitySubgraph({
    database,
    databasePlace,
    verifier: createIdentityVerifier('equality', trusted),
    person: createHttpWorkerLink({ from: 'equality', to: 'person', signer }, config.PERSON_URL),
    contactDetails: createHttpWorkerLink({ from: 'equality', to: 'contact-details', signer }, config.CONTACT_DETAILS_URL),
    lookupSecret: readOrCreateSecretFile(config.EQUALITY_LOOKUP_KEY_FILE),
    reportSuppressBelow: config.EQUALITY_REPORT_SUPPRESS_BELOW,
    subscribers: [],
    leaseHolder: randomUUID(),
    logger,
  });
  const { EQUALITY_PORT: port, EQUALITY_HOST: host } = config;
  return { logger, service: serveSubgraph(subgraph.handler, { port, host, logger, background: subgraph.background }) };
});
