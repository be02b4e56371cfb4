import { type SubgraphName, subgraphNames } from '@resident-graph/schema';
import { createHttpWorkerLink, createIdentitySigner, createLogger, readServiceKeyFile, runService } from '@resident-graph/service-kit';
import { readGatewayConfig, readGatewayPeers } from './config.ts';
import { createGateway } from './create-gateway.ts';
import { createHttpSubgraphClient, type HttpSubgraphClient } from './planning/http-subgraph-client.ts';

// Nobody's deployment phones home, however the process was started; the library reads this when it is made.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

await runService(process, async () => {
  const config = readGatewayConfig(process.env);
  const { keyFile, timeoutMilliseconds, urls } = readGatewayPeers(process.env);
  const logger = createLogger({ service: 'gateway', level: config.logLevel });
  const clients = Object.fromEntries(
    subgraphNames.map((name) => [
      name,
      createHttpSubgraphClient({
        name,
        url: urls[name],
        timeoutMilliseconds,
        onFailure: (cause, correlationId) => logger.warn({ err: cause, subgraph: name, correlationId }, 'a subgraph did not answer'),
      }),
    ]),
  ) as Record<SubgraphName, HttpSubgraphClient>;
  const signer = createIdentitySigner(readServiceKeyFile('gateway', keyFile).key);
  const gateway = await createGateway({
    config,
    subgraphs: clients,
    signer,
    auditLink: createHttpWorkerLink({ from: 'gateway', to: 'contact-details', signer }, urls['contact-details']),
    logger,
    checkHealth: async () => {
      await Promise.all(subgraphNames.map((name) => clients[name].checkHealth()));
    },
    exampleVariables: { name: config.exampleName },
  });
  return {
    logger,
    service: {
      start: async () => {
        await gateway.start();
        logger.info({ url: gateway.url() }, 'listening');
      },
      stop: async () => {
        await gateway.stop();
        await Promise.all(subgraphNames.map((name) => clients[name].close()));
      },
    },
  };
});
