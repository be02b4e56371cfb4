import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSupergraphSdl, type SubgraphName } from '@resident-graph/schema';
import {
  buildPublishedSubgraphSchema,
  type IdentitySigner,
  Lifecycle,
  type Logger,
  listen,
  type Service,
  StartError,
  type WorkerLink,
} from '@resident-graph/service-kit';
import { createRemoteJWKSet } from 'jose';
import { Counter, Registry } from 'prom-client';
import { type JudgeRow, policyJudgeRow } from './access/row-judge.ts';
import type { AccessRule } from './access/rules.ts';
import { AccessRecorder, gatherByCost } from './audit/access-recorder.ts';
import type { GatewayConfig } from './config.ts';
import { createApolloServer } from './create-apollo-server.ts';
import { createHttpApp, executeDirectly } from './create-http-app.ts';
import { createAuthenticate } from './identity/authenticate.ts';
import { type DevelopmentIssuer, openDevelopmentIssuer } from './identity/development-issuer.ts';
import { personas } from './identity/personas.ts';
import { readGroupMapping } from './identity/read-group-mapping.ts';
import { type CallerTokenRules, createCallerTokenVerifier } from './identity/verify-caller-token.ts';
import { type SubgraphClient, SubgraphDataSource } from './planning/subgraph-data-source.ts';
import { createTraceBuilder } from './tracing/build-trace.ts';
import { TraceKeeper } from './tracing/trace-keeper.ts';
import { createWebRouter } from './web/create-web-router.ts';

/** What the gateway is given. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>;
  readonly signer: IdentitySigner;
  /** The line to contact-details, which keeps the record of looks and what requests did. */
  readonly auditLink: WorkerLink;
  readonly logger: Logger;
  /** Rejects when something required does not answer. */
  readonly checkHealth: () => Promise<void>;
  /** Variables of the landing page's example. */
  readonly exampleVariables: Readonly<Record<string, unknown>>;
  readonly now?: () => number;
  /** How rows are judged once more; the policy unless a test proves that a leak would be found. */
  readonly judgeRow?: JudgeRow;
  /** The rule that must deny at start. */
  readonly canary?: AccessRule;
  /** Called for every fetch, for tests and figures. */
  readonly onFetch?: (name: SubgraphName, query: string) => void;
}

/** The answer of an operation that ran without HTTP. */
export type DirectAnswer = Awaited<ReturnType<typeof executeDirectly>>;

/** The one public door. */
export interface Gateway extends Service {
  /** Where it listens, known once it is started. */
  readonly url: () => string;
  /** Gets ready to answer without listening. */
  startWithoutListening(): Promise<void>;
  /** Runs an operation for the bearer of a token without HTTP, for commands in the same process. */
  execute(
    request: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
    token: string,
  ): Promise<DirectAnswer>;
  /** Resolves when what the requests so far did is kept, or dropped. */
  whenTracesAreKept(): Promise<void>;
  /** Null where there is no development issuer. */
  readonly developmentIssuer: DevelopmentIssuer | null;
}

/** How often an unknown key id may make the gateway read the issuer's keys again, in milliseconds. */
const keyCooldown = 30_000;

const readTokenRules = (config: GatewayConfig, issuer: DevelopmentIssuer | null): CallerTokenRules => {
  if (issuer !== null) return issuer.rules;
  if (config.tokens.kind === 'development') throw new StartError('configuration', 'There is no source of tokens.');
  const { jwksUrl, ...rules } = config.tokens;
  return { ...rules, findKey: createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: keyCooldown, timeoutDuration: 5_000 }) };
};

/** Composes the gateway. */
export const createGateway = async (parts: GatewayParts): Promise<Gateway> => {
  const { config, logger, signer, now = Date.now } = parts;
  const developmentIssuer = config.tokens.kind === 'development' ? await openDevelopmentIssuer(config.dataDirectory, now) : null;
  const verify = createCallerTokenVerifier(readTokenRules(config, developmentIssuer), now);
  const authenticate = createAuthenticate(verify, readGroupMapping(config.groupMappingFile));
  const registry = new Registry();
  const alarms = new Counter({
    name: 'resident_graph_access_alarms_total',
    help: 'Rows that a subgraph sent and the re-check removed or cut; anything but 0 is a defect.',
    registers: [registry],
  });
  const auditFailures = new Counter({
    name: 'resident_graph_audit_failures_total',
    help: 'Answers whose protected parts were refused because their looks could not be put on record.',
    registers: [registry],
  });
  const recorder = new AccessRecorder({
    link: parts.auditLink,
    deadlineMilliseconds: config.auditDeadlineMilliseconds,
    gatherFor: gatherByCost,
  });
  const rowGuard = {
    schema: buildPublishedSubgraphSchema('contact-details'),
    judge: parts.judgeRow ?? policyJudgeRow,
    now,
    onAlarm: (rows: number): void => alarms.inc(rows),
  };
  const droppedTraces = new Counter({
    name: 'resident_graph_traces_dropped_total',
    help: 'Traces of requests that were not kept, because too many waited or contact-details did not take them.',
    registers: [registry],
  });
  const traces = new TraceKeeper({
    build: createTraceBuilder(readSupergraphSdl()),
    link: parts.auditLink,
    logger,
    onDropped: (count) => droppedTraces.inc(count),
  });
  const httpServer = createServer();
  const server = createApolloServer({
    dataSource: (name) =>
      new SubgraphDataSource({
        name,
        client: parts.subgraphs[name],
        signer,
        logger,
        ...(name === 'contact-details' ? { rowGuard } : {}),
        ...(parts.onFetch === undefined ? {} : { onFetch: parts.onFetch }),
      }),
    isDevelopment: config.isDevelopment,
    depthLimit: config.depthLimit,
    logger,
    audit: {
      recorder,
      onFailure: (cause, { requestId, correlationId }) => {
        auditFailures.inc();
        logger.error({ alarm: 'audit', err: cause, requestId, correlationId }, 'looks could not be put on record, so they were not shown');
      },
    },
    tracing: { keeper: traces, now },
    httpServer,
    ...(parts.canary === undefined ? {} : { canary: parts.canary }),
  });
  const web = createWebRouter({
    isDevelopment: config.isDevelopment,
    personas:
      developmentIssuer === null
        ? null
        : () =>
            Promise.all(
              personas.map(async ({ name, description, headers }) => ({
                name,
                description,
                token: await developmentIssuer.issueToken(name),
                ...(headers === undefined ? {} : { headers }),
              })),
            ),
    exampleVariables: parts.exampleVariables,
  });
  let isApolloStarted = false;
  const startApollo = async (): Promise<void> => {
    if (isApolloStarted) return;
    isApolloStarted = true;
    await server.start();
  };
  const lifecycle: Lifecycle = new Lifecycle({
    start: async () => {
      await startApollo();
      httpServer.on(
        'request',
        createHttpApp({
          server,
          authenticate,
          isDevelopment: config.isDevelopment,
          corsOrigins: config.corsOrigins,
          bodyLimitBytes: config.bodyLimitBytes,
          logger,
          web,
          jwks: developmentIssuer?.jwks ?? null,
          checkHealth: parts.checkHealth,
          isDraining: () => lifecycle.phase === 'draining',
          readMetrics: () => registry.metrics(),
        }),
      );
      await listen(httpServer, config);
    },
    stop: async () => {
      if (isApolloStarted) await server.stop();
      await traces.stop();
    },
  });
  return {
    start: () => lifecycle.start(),
    startWithoutListening: startApollo,
    stop: async () => {
      await lifecycle.stop();
      if (isApolloStarted) await server.stop();
      await traces.stop();
    },
    whenTracesAreKept: () => traces.flush(),
    url: () => {
      const address = httpServer.address() as AddressInfo | null;
      const host = config.host.includes(':') ? `[${config.host}]` : config.host === '0.0.0.0' ? '127.0.0.1' : config.host;
      return `http://${host}:${address?.port ?? config.port}`;
    },
    execute: async (request, token) => executeDirectly(server, request, await authenticate({ authorization: `Bearer ${token}` })),
    developmentIssuer,
  };
};
