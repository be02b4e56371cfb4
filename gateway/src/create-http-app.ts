import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Subject } from '@resident-graph/policy';
import { errorCodes } from '@resident-graph/schema';
import { DependencyError, InputError, type Logger, type ServiceError, toServiceError } from '@resident-graph/service-kit';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response, type Router } from 'express';
import { parse } from 'graphql';
import { RequestRecord } from './audit/request-record.ts';
import type { Caller } from './identity/authenticate.ts';

/** What makes the HTTP face of the gateway. */
export interface HttpAppParts {
  readonly server: ApolloServer<Caller & object>;
  readonly authenticate: (headers: IncomingHttpHeaders) => Promise<Subject>;
  readonly isDevelopment: boolean;
  readonly corsOrigins: readonly string[];
  readonly bodyLimitBytes: number;
  readonly logger: Logger;
  readonly web: Router;
  /** Public keys of the development issuer; null where there is none. */
  readonly jwks: object | null;
  /** Rejects when something required does not answer. */
  readonly checkHealth: () => Promise<void>;
  readonly isDraining: () => boolean;
  /** The figures in Prometheus's text form. */
  readonly readMetrics: () => Promise<string>;
}

/** Apollo Sandbox, which may call a development gateway. */
const sandboxOrigin = 'https://studio.apollographql.com';
const correlationForm = /^[\w.:-]{1,100}$/u;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What the first middleware notes for the others. */
interface Locals {
  requestId: string;
  correlationId: string;
}

const localsOf = (response: Response): Locals => response.locals as Locals;

const sendError = (response: Response, error: ServiceError): void => {
  // Inside an answer these codes stand beside data with status 200; alone they need a status of their own.
  const httpStatus = error.code === 'NOT_FOUND' ? 404 : errorCodes[error.code].httpStatus;
  const extensions = { code: error.code, ...error.details, requestId: localsOf(response).requestId };
  response.status(httpStatus === 200 ? 503 : httpStatus).json({ errors: [{ message: error.message, extensions }] });
};

/** Gives every request its ids and its line in the log; the line holds no path beyond the route, no query and no value. */
const identifyRequest =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const sent = request.headers['x-correlation-id'];
    const requestId = randomUUID();
    const correlationId = typeof sent === 'string' && correlationForm.test(sent) ? sent : requestId;
    Object.assign(response.locals, { requestId, correlationId });
    response.set({ 'x-request-id': requestId, 'x-correlation-id': correlationId });
    const startedAt = performance.now();
    response.on('finish', () => {
      const path = request.originalUrl;
      const route = path.startsWith('/graphql') ? '/graphql' : path.startsWith('/health') ? '/health' : '/web';
      const milliseconds = Math.round(performance.now() - startedAt);
      logger.info({ requestId, correlationId, method: request.method, route, status: response.statusCode, milliseconds }, 'request');
    });
    next();
  };

/** Development hands out tokens, so a page of another site must not reach it through a name that it points here. */
const onlyLoopbackNames: RequestHandler = (request, response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/u, '');
  if (loopbackHosts.has(host)) next();
  else response.status(403).type('text/plain').send('In development this server answers to localhost and 127.0.0.1 only.\n');
};

const isSchemaQuestion = (request: Request): boolean => {
  const query: unknown = (request.body as { query?: unknown } | undefined)?.query;
  if (typeof query !== 'string') return false;
  try {
    const [definition, ...others] = parse(query, { maxTokens: 2_000 }).definitions;
    return (
      definition?.kind === 'OperationDefinition' &&
      others.every(({ kind }) => kind === 'FragmentDefinition') &&
      definition.selectionSet.selections.every((selection) => selection.kind === 'Field' && selection.name.value.startsWith('__'))
    );
  } catch {
    return false;
  }
};

/** Admits the caller before the body is looked at; in development a question about the schema alone needs no token. */
const admit =
  ({ authenticate, isDevelopment }: HttpAppParts): RequestHandler =>
  async (request, response, next) => {
    try {
      const isOpen = isDevelopment && request.headers.authorization === undefined && isSchemaQuestion(request);
      response.locals['subject'] = isOpen ? null : await authenticate(request.headers);
      next();
    } catch (error) {
      next(error);
    }
  };

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.method === 'GET' || request.is('application/json') !== false) next();
  else next(new InputError('BAD_REQUEST', 'Expected the content type application/json.'));
};

const toHttpError = (error: unknown, bodyLimitBytes: number): ServiceError => {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return new InputError('PAYLOAD_TOO_LARGE', `Expected a body of at most ${bodyLimitBytes} bytes.`, {
      limit: 'body',
      maximum: bodyLimitBytes,
    });
  }
  if (type === 'entity.parse.failed') return new InputError('BAD_REQUEST', 'Expected a body of well-formed JSON.');
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 0;
  if (status >= 400 && status < 500) return new InputError('BAD_REQUEST', 'Expected a body of JSON in UTF-8.');
  return toServiceError(error);
};

/** Builds the HTTP face: pages, health, keys and the GraphQL endpoint. */
export const createHttpApp = (parts: HttpAppParts): Express => {
  const { logger, isDevelopment } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.use(identifyRequest(logger));
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const isReady =
      !parts.isDraining() &&
      (await parts.checkHealth().then(
        () => true,
        () => false,
      ));
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  });
  if (isDevelopment) app.use(onlyLoopbackNames);
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain').send(await parts.readMetrics());
  });
  if (parts.jwks !== null) app.get('/.well-known/jwks.json', (_request, response) => void response.json(parts.jwks));
  app.use(
    '/graphql',
    cors({
      origin: isDevelopment ? [sandboxOrigin, ...parts.corsOrigins] : [...parts.corsOrigins],
      exposedHeaders: ['x-request-id', 'x-correlation-id'],
      maxAge: 600,
    }),
    (_request, _response, next) =>
      next(parts.isDraining() ? new DependencyError('OVERLOADED', 'This process is stopping; try again.') : undefined),
    requireJson,
    express.json({ limit: parts.bodyLimitBytes }),
    admit(parts),
    expressMiddleware(parts.server, {
      context: async ({ res }) => ({ subject: res.locals['subject'] as Subject | null, ...localsOf(res), record: new RequestRecord() }),
    }),
  );
  app.use(parts.web);
  app.use((_request, _response, next) => next(new InputError('NOT_FOUND', 'There is nothing here. The endpoint is POST /graphql.')));
  // Express knows an error handler by its four parameters.
  // oxlint-disable-next-line max-params
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    const known = toHttpError(error, parts.bodyLimitBytes);
    if (known.code === 'INTERNAL_SERVER_ERROR') logger.error({ err: known.cause, ...localsOf(response) }, 'a request failed');
    sendError(response, known);
  };
  app.use(onError);
  return app;
};

/** Runs one operation without HTTP, for commands in the same process. */
export const executeDirectly = async (
  server: ApolloServer<Caller & object>,
  request: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  subject: Subject,
): Promise<{ data?: Record<string, unknown> | null; errors?: readonly { message: string }[] }> => {
  const requestId = randomUUID();
  const response = await server.executeOperation(
    { query: request.query, variables: { ...request.variables }, http: { method: 'POST', headers: new HeaderMap(), search: '', body: {} } },
    { contextValue: { subject, requestId, correlationId: requestId, record: new RequestRecord() } },
  );
  if (response.body.kind !== 'single') return {};
  const { data, errors } = response.body.singleResult;
  return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
};
