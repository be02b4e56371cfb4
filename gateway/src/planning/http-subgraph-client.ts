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

/** A client over kept-alive connections: a deadline for every call, one repetition for queries, and nothing of the peer in errors. */
export const createHttpSubgraphClient = ({ name, url, timeoutMilliseconds }: HttpSubgraphOptions): HttpSubgraphClient => {
  const pool = new Pool(url, { connections, headersTimeout: timeoutMilliseconds, bodyTimeout: timeoutMilliseconds });

  const unavailable = (): FormattedExecutionResult => {
    const error = new DependencyError('SUBGRAPH_UNAVAILABLE', `${name} does not answer now; the rest of the answer holds.`, {
      service: name,
    });
    return { data: null, errors: [{ message: error.message, extensions: { code: error.code, ...error.details } }] };
  };

  const post = async (body: string, headers: Readonly<Record<string, string>>): Promise<FormattedExecutionResult> => {
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMilliseconds),
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
      };
      try {
        return await post(body, headers);
      } catch {
        // A mutation may have been done before the line broke: only questions are asked again.
        return isMutation(request.query) ? unavailable() : post(body, headers).catch(unavailable);
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
