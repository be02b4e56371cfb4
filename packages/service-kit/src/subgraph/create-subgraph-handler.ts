import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSubgraphSdl, type SubgraphName } from '@resident-graph/schema';
import {
  type DocumentNode,
  execute,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import type { Logger } from 'pino';
import { type Disclosure, disclosuresKey } from '../audit/disclosure.ts';
import { maskError } from '../errors/mask-error.ts';
import { badUserInput, InputError, ServiceError } from '../errors/service-error.ts';
import { toServiceError } from '../errors/to-service-error.ts';
import type { IdentityVerifier, InternalIdentity } from '../identity/internal-identity.ts';
import { recordTrace, TraceRecorder, traceKey } from '../tracing/trace-recorder.ts';
import { createLock, type LockRules } from './lock.ts';
import { readVariableProblems } from './read-variable-problems.ts';
import type { SignedCall } from './signed-call.ts';
import type { SubgraphHandler } from './subgraph-handler.ts';

/** Resolvers as the generated types of a slice describe them. */
type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer Options
  ? Options extends { resolvers?: infer Known }
    ? Known
    : never
  : never;

/** One worker action: what another service's worker may ask for besides GraphQL. */
export type WorkerAction = (input: unknown, identity: InternalIdentity) => Promise<unknown>;

/** What makes a subgraph. */
export interface SubgraphParts<Context extends SignedCall> {
  readonly name: SubgraphName;
  readonly resolvers: object;
  /** The second lock, by type and field; what is missing is denied. */
  readonly lock: LockRules;
  /** Makes the context of one request, with new loaders. */
  readonly createContext: (call: SignedCall) => Context;
  readonly workerActions: Readonly<Record<string, WorkerAction>>;
  readonly verifier: IdentityVerifier;
  readonly logger: Logger;
  /** Rejects when something that the subgraph needs does not answer. */
  readonly checkHealth: () => Promise<void>;
}

/** Parsed and validated documents that are kept; the gateway's plans repeat the same few texts. */
const documentCacheEntries = 1_000;

const createDocumentReader = (schema: GraphQLSchema): ((query: string) => DocumentNode | FormattedExecutionResult) => {
  const cache = new Map<string, DocumentNode>();
  return (query) => {
    const cached = cache.get(query);
    if (cached !== undefined) return cached;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: 50_000 });
    } catch (error) {
      const message = error instanceof GraphQLError ? error.message : 'The document cannot be read.';
      return { errors: [{ message, extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] };
    }
    const errors = validate(schema, document, specifiedRules);
    if (errors.length > 0) return { errors: errors.map(({ message }) => ({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })) };
    if (cache.size >= documentCacheEntries) cache.clear();
    cache.set(query, document);
    return document;
  };
};

/** What was thrown in the first place. */
const rootCause = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError != null ? rootCause(error.originalError) : error;

const refusal = (error: ServiceError): FormattedExecutionResult => ({
  errors: [{ message: error.message, extensions: { code: error.code, ...error.details } }],
});

/** What goes to the gateway beside an answer; it takes it out. */
const extensionsOf = (disclosures: readonly Disclosure[], recorder: TraceRecorder | null): Pick<FormattedExecutionResult, 'extensions'> => {
  if (disclosures.length === 0 && recorder === null) return {};
  return {
    extensions: {
      ...(disclosures.length === 0 ? {} : { [disclosuresKey]: disclosures }),
      ...(recorder === null ? {} : { [traceKey]: recorder.read() }),
    },
  };
};

/** Builds a subgraph: schema, second lock, documents read once, identity verified before anything is looked at. */
export const createSubgraphHandler = <Context extends SignedCall>(parts: SubgraphParts<Context>): SubgraphHandler => {
  const { logger, verifier } = parts;
  const typeDefs = parse(readSubgraphSdl(parts.name));
  const schema = applyMiddleware(
    buildSubgraphSchema({ typeDefs, resolvers: parts.resolvers as NonNullable<Resolvers> }),
    createLock(parts.lock),
  );
  const readDocument = createDocumentReader(schema);
  const mask = (error: GraphQLError, correlationId: string): FormattedExecutionResult['errors'] => {
    const masked = maskError(error, correlationId);
    const { code, ruleId } = masked.formatted.extensions ?? {};
    // The gateway and the store's filter should have denied it first. What an operation refuses on its own grounds is no alarm.
    if (code === 'FORBIDDEN' && !(rootCause(error) instanceof ServiceError))
      logger.error({ alarm: 'second-lock', ruleId, correlationId, path: error.path }, 'the second lock denied a field');
    if (masked.defect !== null) logger.error({ err: masked.defect, correlationId, path: error.path }, 'a resolver failed');
    return [masked.formatted];
  };
  return {
    execute: async (request, credentials) => {
      let identity: InternalIdentity;
      try {
        identity = await verifier.verify(credentials.identityToken);
      } catch (error) {
        return refusal(toServiceError(error));
      }
      const document = readDocument(request.query);
      if (!('kind' in document)) return document;
      const { correlationId, request: callerRequest } = credentials;
      const disclosures: Disclosure[] = [];
      const recorder = new TraceRecorder();
      const answer = (): ReturnType<typeof execute> =>
        execute({
          schema,
          document,
          contextValue: parts.createContext({
            identity,
            subject: identity.subject,
            correlationId,
            request: callerRequest ?? null,
            disclose: (disclosure) => disclosures.push(disclosure),
          }),
          variableValues: request.variables ?? null,
          operationName: request.operationName ?? null,
        });
      // Only a caller's request has a trace; what others ask is noted nowhere.
      const result = await (callerRequest === undefined ? answer() : recordTrace(recorder, answer));
      if (result.data === undefined) {
        const problems = readVariableProblems(result.errors ?? []);
        if (problems.length > 0) return refusal(badUserInput(problems));
      }
      const errors = result.errors?.flatMap((error) => mask(error, correlationId) ?? []);
      return {
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(errors === undefined ? {} : { errors }),
        ...extensionsOf(disclosures, callerRequest === undefined ? null : recorder),
      };
    },
    callWorkerAction: async (action, input, credentials) => {
      const identity = await verifier.verify(credentials.identityToken);
      const run = Object.hasOwn(parts.workerActions, action) ? parts.workerActions[action] : undefined;
      if (run === undefined) throw new InputError('NOT_FOUND', 'There is no such action.');
      return run(input, identity);
    },
    checkHealth: parts.checkHealth,
  };
};
