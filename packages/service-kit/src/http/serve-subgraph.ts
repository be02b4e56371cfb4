import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCodes } from '@resident-graph/schema';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import type { Logger } from 'pino';
import { toServiceError } from '../errors/to-service-error.ts';
import { Lifecycle, type Service } from '../lifecycle/lifecycle.ts';
import type { CallCredentials, SubgraphHandler, SubgraphRequest } from '../subgraph/subgraph-handler.ts';
import { listen } from './listen.ts';

/** A subgraph's answer to a batch of a thousand rows is far below this. */
const bodyLimit = '8mb';

const readCredentials = (request: Request): CallCredentials => ({
  identityToken: /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1],
  correlationId: String(request.headers['x-correlation-id'] ?? ''),
});

/** The HTTP face of a subgraph: /graphql and /internal/:action for signed calls, /health/live and /health/ready for everybody. */
const createApp = (handler: SubgraphHandler, logger: Logger, isDraining: () => boolean): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const isReady =
      !isDraining() &&
      (await handler.checkHealth().then(
        () => true,
        () => false,
      ));
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  });
  app.use(express.json({ limit: bodyLimit }));
  app.post('/graphql', async (request, response) => {
    const { query, variables, operationName } = (request.body ?? {}) as Partial<SubgraphRequest>;
    const result = await handler.execute({ query: String(query), variables, operationName }, readCredentials(request));
    const isRefused = result.errors?.some((error) => error.extensions?.['code'] === 'UNAUTHENTICATED') === true;
    response.status(isRefused ? 401 : 200).json(result);
  });
  app.post('/internal/:action', async (request, response) => {
    try {
      const result = await handler.callWorkerAction(request.params.action, request.body, readCredentials(request));
      response.json(result ?? null);
    } catch (error) {
      const known = toServiceError(error);
      if (known.code === 'INTERNAL_SERVER_ERROR') logger.error({ err: known.cause }, 'a worker action failed');
      const { httpStatus } = errorCodes[known.code];
      response
        .status(httpStatus === 200 ? 503 : httpStatus)
        .json({ errors: [{ message: known.message, extensions: { code: known.code } }] });
    }
  });
  // Express knows an error handler by its four parameters.
  // oxlint-disable-next-line max-params
  const onError: ErrorRequestHandler = (_error, _request, response, _next) => {
    response.status(400).json({ errors: [{ message: 'Expected a JSON body.', extensions: { code: 'BAD_REQUEST' } }] });
  };
  app.use(onError);
  return app;
};

/** Serves a subgraph over HTTP. */
export const serveSubgraph = (
  handler: SubgraphHandler,
  options: { readonly port: number; readonly host: string; readonly logger: Logger; readonly background: Service },
): Service => {
  let server: Server | undefined;
  const lifecycle: Lifecycle = new Lifecycle({
    start: async () => {
      await options.background.start();
      server = createServer(createApp(handler, options.logger, () => lifecycle.phase === 'draining'));
      await listen(server, options);
      const { port } = server.address() as AddressInfo;
      options.logger.info({ port }, 'listening');
    },
    stop: async () => {
      const open = server;
      if (open?.listening === true) {
        const closed = new Promise<void>((resolve) => {
          open.close(() => resolve());
        });
        open.closeIdleConnections();
        await closed;
      }
      await options.background.stop();
    },
  });
  return lifecycle;
};
