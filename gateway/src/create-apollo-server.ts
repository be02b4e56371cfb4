import type { Server } from 'node:http';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { readSupergraphSdl, type SubgraphName } from '@resident-graph/schema';
import type { Logger } from '@resident-graph/service-kit';
import type { GraphQLSchema } from 'graphql';
import { runBootSelfTest } from './access/boot-self-test.ts';
import { noReservedNames } from './access/reserved-names.ts';
import { canaryRule, createRuleTable } from './access/rule-table.ts';
import type { AccessRule } from './access/rules.ts';
import type { AnswerAuditParts } from './audit/answer-audit.ts';
import { emptyOperationNamePlugin } from './empty-operation-name.ts';
import { createDefectPlugin, formatError } from './format-error.ts';
import type { Caller } from './identity/authenticate.ts';
import { createDepthLimit, maximumTokens } from './limits/depth-limit.ts';
import { createGuardedExecutor } from './planning/guarded-executor.ts';
import type { SubgraphDataSource } from './planning/subgraph-data-source.ts';
import { type TracingParts, traceExecutor } from './tracing/traced-executor.ts';

/** What makes the GraphQL part of the gateway. */
export interface ApolloParts {
  readonly dataSource: (name: SubgraphName) => SubgraphDataSource;
  readonly isDevelopment: boolean;
  readonly depthLimit: number;
  readonly logger: Logger;
  readonly audit: AnswerAuditParts;
  /** Notes what every request does. */
  readonly tracing: TracingParts;
  /** Drained when the server stops; absent where nothing listens. */
  readonly httpServer?: Server;
  /** The rule that must deny at start. */
  readonly canary?: AccessRule;
}

/** Puts the guard around Apollo Gateway's executor; graphql-shield wrapped around a gateway's schema would never run. */
const createGuardedGateway = (parts: ApolloParts): GatewayInterface => {
  const inner = new ApolloGateway({
    supergraphSdl: readSupergraphSdl(),
    buildService: ({ name }) => parts.dataSource(name as SubgraphName),
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { trace } = requestContext.context as unknown as Caller;
      if (trace !== undefined) trace.plan = queryPlan;
    },
    // Both follow NODE_ENV when they are left to themselves.
    __exposeQueryPlanExperimental: false,
    validateSupergraph: false,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  let schema: GraphQLSchema | undefined;
  inner.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  return {
    load: async (options) => {
      await runBootSelfTest(parts.canary ?? canaryRule);
      const { executor } = await inner.load(options);
      if (schema === undefined || executor === null) throw new Error('The supergraph has no schema.');
      const guarded = createGuardedExecutor({ schema, rules: createRuleTable(schema), execute: executor, audit: parts.audit });
      return { executor: traceExecutor(guarded, parts.tracing) };
    },
    onSchemaLoadOrUpdate: (listener) => inner.onSchemaLoadOrUpdate(listener),
    stop: () => inner.stop(),
  };
};

/** Creates the GraphQL server: limits, the guarded gateway, masked errors, no telemetry. It is not started yet. */
export const createApolloServer = (parts: ApolloParts): ApolloServer<Caller & object> =>
  new ApolloServer<Caller & object>({
    gateway: createGuardedGateway(parts),
    introspection: parts.isDevelopment,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !parts.isDevelopment,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: maximumTokens },
    validationRules: [createDepthLimit(parts.depthLimit), noReservedNames],
    formatError,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      createDefectPlugin(parts.logger),
      emptyOperationNamePlugin,
      ...(parts.httpServer === undefined ? [] : [ApolloServerPluginDrainHttpServer({ httpServer: parts.httpServer })]),
    ],
  });
