import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCodes } from '@resident-graph/schema';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import type { Logger } from 'pino';
import { DefectError } from '../errors/service-error.ts';
import { toServiceError } from '../errors/to-service-error.ts';
import { Lifecycle, type Service } from '../lifecycle/lifecycle.ts';
import type { CallCredentials, SubgraphHandler, SubgraphRequest } from '../subgraph/subgraph-handler.ts';
import { closeServer } from './close-server.ts';
import { listen } from './listen.ts';

/** A subgraph's answer to a batch of a thousand rows is far below this. */
const bodyLimit = '8mb';

const readCredentials = ({ headers }: Request): CallCredentials => {
  const { 'x-request-id': id, 'x-operation-hash': operationHash } = headers;
  return {
    identityToken: /^Bearer (.+)$/u.exec(headers.authorization ?? '')?.[1],
    correlationId: String(headers['x-correlation-id'] ?? ''),
    ...(typeof id === 'string' && typeof operationHash === 'string' ? { request: { id, operationHash } } : {}),
  };
};

/** What is wrong with a body that express could not read; null for an error that is not about the body. */
const readBodyRefusal = (error: unknown): readonly ['PAYLOAD_TOO_LARGE' | 'BAD_REQUEST', string] | null => {
  const { type, status } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly type?: unknown;
    readonly status?: unknown;
  };
  if (type === 'entity.too.large') return ['PAYLOAD_TOO_LARGE', `Expected a body of at most ${bodyLimit}.`];
  return typeof status === 'number' && status >= 400 && status < 500 ? ['BAD_REQUEST', 'Expected a JSON body.'] : null;
};

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
    if (typeof query !== 'string') {
      response.status(400).json({ errors: [{ message: 'Expected a JSON body with a query.', extensions: { code: 'BAD_REQUEST' } }] });
      return;
    }
    const result = await handler.execute({ query, variables, operationName }, readCredentials(request));
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
  const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const refusal = readBodyRefusal(error);
    if (refusal === null) logger.error({ err: error }, 'a request failed');
    const [code, message] = refusal ?? (['INTERNAL_SERVER_ERROR', new DefectError(error).message] as const);
    response.status(errorCodes[code].httpStatus).json({ errors: [{ message, extensions: { code } }] });
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
      if (server !== undefined) await closeServer(server);
      await options.background.stop();
    },
  });
  return lifecycle;
};
