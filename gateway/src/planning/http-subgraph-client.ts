import type { SubgraphName } from '@resident-graph/schema';
import { DependencyError, type SubgraphRequest } from '@resident-graph/service-kit';
import type { FormattedExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { z } from 'zod';
import type { SubgraphClient } from './subgraph-data-source.ts';

/** How a subgraph is reached. */
export interface HttpSubgraphOptions {
  readonly name: SubgraphName;
  /** Origin of the subgraph, such as `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Longest wait for an answer. */
  readonly timeoutMilliseconds: number;
  /** Told why a call failed, for the log. */
  readonly onFailure?: (cause: unknown, correlationId: string) => void;
}

/** A client with connections to close. */
export interface HttpSubgraphClient extends SubgraphClient {
  /** Rejects when the subgraph is not ready. */
  checkHealth(): Promise<void>;
  close(): Promise<void>;
}

const answer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

const connections = 64;

const isMutation = (query: string): boolean => query.trimStart().startsWith('mutation');

/** A batch of up to 1,000 rows may take this many times as long as a question. */
const ingestPatience = 12;

/** A client over kept-alive connections: a deadline for every call, one repetition for queries, and nothing of the peer in errors. */
export const createHttpSubgraphClient = (options: HttpSubgraphOptions): HttpSubgraphClient => {
  const { name, url, timeoutMilliseconds, onFailure } = options;
  const longest = timeoutMilliseconds * ingestPatience;
  const pool = new Pool(url, { connections, headersTimeout: longest, bodyTimeout: longest });

  const unavailable = (): FormattedExecutionResult => {
    const error = new DependencyError('SUBGRAPH_UNAVAILABLE', `${name} does not answer now; the rest of the answer holds.`, {
      service: name,
    });
    return { data: null, errors: [{ message: error.message, extensions: { code: error.code, ...error.details } }] };
  };

  const post = async (body: string, headers: Readonly<Record<string, string>>, isIngest: boolean): Promise<FormattedExecutionResult> => {
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(isIngest ? longest : timeoutMilliseconds),
    });
    const parsed = answer.safeParse(await response.body.json());
    if (!parsed.success || response.statusCode >= 500) throw new Error(`${name} answered with status ${response.statusCode}.`);
    return parsed.data as FormattedExecutionResult;
  };

  return {
    execute: async (request: SubgraphRequest, credentials) => {
      const body = JSON.stringify({ query: request.query, variables: request.variables, operationName: request.operationName });
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${credentials.identityToken ?? ''}`,
        'x-correlation-id': credentials.correlationId,
        ...(credentials.request === undefined
          ? {}
          : { 'x-request-id': credentials.request.id, 'x-operation-hash': credentials.request.operationHash }),
      };
      const isIngest = isMutation(request.query) && /\bingest[A-Z]/u.test(request.query);
      try {
        return await post(body, headers, isIngest);
      } catch (cause) {
        onFailure?.(cause, credentials.correlationId);
        // A mutation may have been done before the line broke: only questions are asked again.
        if (isMutation(request.query)) return unavailable();
        return post(body, headers, isIngest).catch((again: unknown) => {
          onFailure?.(again, credentials.correlationId);
          return unavailable();
        });
      }
    },
    checkHealth: async () => {
      const response = await pool.request({ path: '/health/ready', method: 'GET', signal: AbortSignal.timeout(timeoutMilliseconds) });
      await response.body.dump();
      if (response.statusCode !== 200) throw new DependencyError('SUBGRAPH_UNAVAILABLE', `${name} is not ready.`, { service: name });
    },
    close: () => pool.close(),
  };
};
