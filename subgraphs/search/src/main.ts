import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  createHttpWorkerLink,
  createIdentitySigner,
  createIdentityVerifier,
  createLogger,
  openDocumentDatabase,
  readServiceKeyFile,
  runService,
  serveSubgraph,
} from '@resident-graph/service-kit';
import { readSearchConfig } from './config.ts';
import { createSearchSubgraph } from './create-search-subgraph.ts';
import { openSearchIndex } from './search-index/worker-search-index.ts';

await runService(process, async () => {
  const config = readSearchConfig(process.env);
  const logger = createLogger({ service: 'search', level: config.LOG_LEVEL });
  const { key, trusted } = readServiceKeyFile('search', config.SEARCH_KEY_FILE);
  mkdirSync(config.DATA_DIR, { recursive: true });
  const database = await openDocumentDatabase({
    mongodbUri: config.MONGODB_URI,
    dataDirectory: config.DATA_DIR,
    name: 'search',
    databasePrefix: config.MONGODB_DATABASE_PREFIX,
    onWarning: (message) => logger.warn(message),
  });
  const subgraph = await createSearchSubgraph({
    database,
    verifier: createIdentityVerifier('search', trusted),
    contactDetails: createHttpWorkerLink(
      { from: 'search', to: 'contact-details', signer: createIdentitySigner(key) },
      config.CONTACT_DETAILS_URL,
    ),
    index: await openSearchIndex({ path: join(config.DATA_DIR, 'search-index.db') }),
    logger,
  });
  const { SEARCH_PORT: port, SEARCH_HOST: host } = config;
  return { logger, service: serveSubgraph(subgraph.handler, { port, host, logger, background: subgraph.background }) };
});
