import type { RequestTrace } from './request-trace.ts';

/** Longest trace as JSON, in bytes. */
export const maximumTraceBytes = 64 * 1_024;

/** The parts that are left out one after the other, the bulkiest that tell the least first. */
const cuts: readonly ((trace: RequestTrace) => RequestTrace)[] = [
  (trace) => ({ ...trace, decisions: trace.decisions.slice(0, 100) }),
  (trace) => ({
    ...trace,
    fetches: trace.fetches.map((fetch) => ({
      ...fetch,
      storeQueries: fetch.storeQueries.slice(0, 5),
      searchQueries: fetch.searchQueries.slice(0, 5),
    })),
  }),
  (trace) => ({ ...trace, fetches: trace.fetches.slice(0, 10), refusedFields: trace.refusedFields.slice(0, 50) }),
  (trace) => ({ ...trace, queryPlan: trace.queryPlan?.slice(0, 8_000) ?? null, operation: trace.operation.slice(0, 8_000) }),
  (trace) => ({ ...trace, fetches: [], refusedFields: [], errorCodes: trace.errorCodes.slice(0, 50) }),
];

const sizeOf = (trace: RequestTrace): number => Buffer.byteLength(JSON.stringify(trace));

/** A trace of at most 64 KB: the same one, or one that lacks parts and says so. */
export const limitTrace = (trace: RequestTrace): RequestTrace => {
  if (sizeOf(trace) <= maximumTraceBytes) return trace;
  let cut: RequestTrace = { ...trace, isCut: true };
  for (const shorten of cuts) {
    cut = shorten(cut);
    if (sizeOf(cut) <= maximumTraceBytes) break;
  }
  return cut;
};
