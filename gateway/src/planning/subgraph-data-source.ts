import type { GraphQLDataSource } from '@apollo/gateway';
import type { SubgraphName } from '@resident-graph/schema';
import type { IdentitySigner, Logger, SubgraphHandler } from '@resident-graph/service-kit';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { createFetchGuardPlan, type FetchGuardPlan } from '../access/fetch-guard-plan.ts';
import { guardRows, type RowAlarm } from '../access/row-guard.ts';
import type { JudgeRow } from '../access/row-judge.ts';
import type { Caller } from '../identity/authenticate.ts';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type ProcessResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A part of a subgraph's handler that answers GraphQL, in this process or behind HTTP. */
export type SubgraphClient = Pick<SubgraphHandler, 'execute'>;

/** What makes the row re-check of a subgraph that holds contact details. */
export interface RowGuardParts {
  /** The subgraph's own schema. */
  readonly schema: GraphQLSchema;
  readonly judge: JudgeRow;
  /** The clock by which consents hold, milliseconds since 1970. */
  readonly now: () => number;
  /** Counts rows that the subgraph should not have sent, or not like this. */
  readonly onAlarm: (rows: number) => void;
}

/** What makes a data source. */
export interface DataSourceParts {
  readonly name: SubgraphName;
  readonly client: SubgraphClient;
  readonly signer: IdentitySigner;
  readonly logger: Logger;
  readonly rowGuard?: RowGuardParts;
  /** Called for every fetch, for tests and figures. */
  readonly onFetch?: (name: SubgraphName, query: string) => void;
}

const planCacheEntries = 1_000;

/** Sends the planner's fetches to one subgraph: signed, and its rows judged once more on the way back. */
export class SubgraphDataSource implements GraphQLDataSource {
  readonly #parts: DataSourceParts;
  readonly #plans = new Map<string, FetchGuardPlan>();

  constructor(parts: DataSourceParts) {
    this.#parts = parts;
  }

  async process({ request, context }: ProcessOptions): Promise<ProcessResponse> {
    const { name, client, signer, onFetch } = this.#parts;
    const { subject, correlationId } = context as Caller;
    if (subject === null)
      return { data: null, errors: [{ message: 'Nobody asks.', extensions: { code: 'UNAUTHENTICATED' } }] } as ProcessResponse;
    const query = request.query ?? '';
    const variables: Readonly<Record<string, unknown>> = request.variables ?? {};
    onFetch?.(name, query);
    const plan = this.#parts.rowGuard === undefined ? undefined : this.#planOf(this.#parts.rowGuard, query);
    const askedAt = this.#parts.rowGuard?.now() ?? 0;
    const result = await client.execute(
      { query: plan?.query ?? query, variables, operationName: request.operationName },
      { identityToken: await signer.sign(subject, name), correlationId },
    );
    const safe = plan === undefined ? result : this.#guard({ plan, caller: context as Caller, variables, askedAt }, result);
    return this.#withPaths(safe, variables) as unknown as ProcessResponse;
  }

  #planOf({ schema }: RowGuardParts, query: string): FetchGuardPlan {
    const known = this.#plans.get(query);
    if (known !== undefined) return known;
    if (this.#plans.size >= planCacheEntries) this.#plans.clear();
    const plan = createFetchGuardPlan(schema, query);
    this.#plans.set(query, plan);
    return plan;
  }

  #guard(
    fetch: {
      readonly plan: FetchGuardPlan;
      readonly caller: Caller;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly askedAt: number;
    },
    result: FormattedExecutionResult,
  ): FormattedExecutionResult {
    const { rowGuard, logger, name } = this.#parts;
    const { subject, correlationId } = fetch.caller;
    if (rowGuard === undefined || subject === null) return { data: null };
    const { judge, now } = rowGuard;
    const guarded = guardRows({ plan: fetch.plan, subject, variables: fetch.variables, judge, askedAt: fetch.askedAt, now: now() }, result);
    if (guarded.alarms.length > 0) {
      rowGuard.onAlarm(guarded.alarms.length);
      const decisionIdsOf = (wanted: RowAlarm['kind']): readonly string[] =>
        guarded.alarms.filter(({ kind }) => kind === wanted).map(({ decisionId }) => decisionId);
      logger.error(
        { alarm: 'row-guard', subgraph: name, correlationId, decisionIds: decisionIdsOf('removed'), cutDecisionIds: decisionIdsOf('cut') },
        'the re-check removed rows that the subgraph should have hidden, or cut masked ones that told too much',
      );
    }
    return guarded.result;
  }

  /** An error of a whole fetch has no path; given that of its first entity the caller learns where the answer has a hole. */
  #withPaths(result: FormattedExecutionResult, variables: Readonly<Record<string, unknown>>): FormattedExecutionResult {
    if (result.errors === undefined || (result.data ?? null) !== null || !Array.isArray(variables['representations'])) return result;
    return { ...result, errors: result.errors.map((error) => ({ path: ['_entities', 0], ...error })) };
  }
}
