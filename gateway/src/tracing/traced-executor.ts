import type { Caller } from '../identity/authenticate.ts';
import type { OperationExecutor } from '../planning/guarded-executor.ts';
import { codesOf } from './codes-of.ts';
import { TraceCollector } from './trace-collector.ts';
import type { TraceKeeper } from './trace-keeper.ts';

/** What traces the requests of a gateway. */
export interface TracingParts {
  readonly keeper: Pick<TraceKeeper, 'add'>;
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Notes what an executor does for each request, and hands it to the keeper when the answer is complete. Whoever acts for no area leaves
 * no trace: nobody could read it.
 */
export const traceExecutor =
  (execute: OperationExecutor, { keeper, now }: TracingParts): OperationExecutor =>
  async (requestContext) => {
    const caller = requestContext.context as unknown as Caller;
    const { subject, requestId, record } = caller;
    if (subject === null || subject.actingArea === null) return execute(requestContext);
    const trace = new TraceCollector(now());
    const { document, queryHash: hash } = requestContext;
    trace.operation = { document, hash, subject };
    const response = await execute({ ...requestContext, context: { ...caller, trace } as typeof requestContext.context });
    trace.end(codesOf(response.errors));
    keeper.add({ requestId, trace, record });
    return response;
  };
