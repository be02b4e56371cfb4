import type { GraphQLDataSource } from '@apollo/gateway';
import type { SubgraphName } from '@resident-graph/schema';
import {
  DependencyError,
  type Disclosure,
  type IdentitySigner,
  type Logger,
  readDisclosures,
  readTrace,
  type SubgraphHandler,
} from '@resident-graph/service-kit';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { createFetchGuardPlan, type FetchGuardPlan } from '../access/fetch-guard-plan.ts';
import { type GuardedResult, guardRows, type RowAlarm } from '../access/row-guard.ts';
import type { JudgeRow } from '../access/row-judge.ts';
import type { Caller } from '../identity/authenticate.ts';
import { codesOf } from '../tracing/codes-of.ts';

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

const { message, code, details } = new DependencyError(
  'AUDIT_UNAVAILABLE',
  'What a part of the platform shows cannot be put on record now.',
);
/** Instead of an answer of which nobody knows what it shows. */
const unreadable: FormattedExecutionResult = { data: null, errors: [{ message, extensions: { code, ...details } }] };

/** Sends the planner's fetches to one subgraph: signed, and its rows judged once more on the way back. */
export class SubgraphDataSource implements GraphQLDataSource {
  readonly #parts: DataSourceParts;
  readonly #plans = new Map<string, FetchGuardPlan>();

  constructor(parts: DataSourceParts) {
    this.#parts = parts;
  }

  async process({ request, context }: ProcessOptions): Promise<ProcessResponse> {
    const { name, client, signer, onFetch } = this.#parts;
    const { subject, correlationId, requestId, record, trace } = context as Caller;
    if (subject === null)
      return { data: null, errors: [{ message: 'Nobody asks.', extensions: { code: 'UNAUTHENTICATED' } }] } as ProcessResponse;
    const query = request.query ?? '';
    const variables: Readonly<Record<string, unknown>> = request.variables ?? {};
    onFetch?.(name, query);
    const plan = this.#parts.rowGuard === undefined ? undefined : this.#planOf(this.#parts.rowGuard, query);
    const askedAt = this.#parts.rowGuard?.now() ?? 0;
    const sentAt = performance.now();
    const result = await client.execute(
      { query: plan?.query ?? query, variables, operationName: request.operationName },
      {
        identityToken: await signer.sign(subject, name),
        correlationId,
        request: { id: requestId, operationHash: record.operationHash },
      },
    );
    const entities = variables['representations'];
    trace?.fetched({
      subgraph: name,
      query,
      entities: Array.isArray(entities) ? entities.length : 0,
      milliseconds: performance.now() - sentAt,
      errorCodes: codesOf(result.errors),
      queries: readTrace(result.extensions),
    });
    const disclosures = this.#readDisclosures(result, correlationId);
    if (disclosures === null) return this.#withPaths(unreadable, variables) as unknown as ProcessResponse;
    const { extensions: _read, ...answer } = result;
    const { result: safe, shown } =
      plan === undefined ? { result: answer, shown: [] } : this.#guard({ plan, caller: context as Caller, variables, askedAt }, answer);
    record.add({ rows: shown, disclosures });
    return this.#withPaths(safe, variables) as unknown as ProcessResponse;
  }

  /** Null when the subgraph shows something that cannot be understood, so that it cannot be put on record. */
  #readDisclosures({ extensions }: FormattedExecutionResult, correlationId: string): readonly Disclosure[] | null {
    const { logger, name } = this.#parts;
    try {
      return readDisclosures(extensions);
    } catch (error) {
      logger.error({ err: error, subgraph: name, correlationId }, 'a subgraph shows something that cannot be put on record');
      return null;
    }
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
  ): Pick<GuardedResult, 'result' | 'shown'> {
    const { rowGuard, logger, name } = this.#parts;
    const { subject, correlationId } = fetch.caller;
    if (rowGuard === undefined || subject === null) return { result: { data: null }, shown: [] };
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
    return guarded;
  }

  /** An error of a whole fetch has no path; given that of its first entity the caller learns where the answer has a hole. */
  #withPaths(result: FormattedExecutionResult, variables: Readonly<Record<string, unknown>>): FormattedExecutionResult {
    if (result.errors === undefined || (result.data ?? null) !== null || !Array.isArray(variables['representations'])) return result;
    return { ...result, errors: result.errors.map((error) => ({ path: ['_entities', 0], ...error })) };
  }
}
