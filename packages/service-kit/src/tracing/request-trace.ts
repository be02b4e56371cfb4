import { purposes, subjectKinds } from '@resident-graph/schema';
import { z } from 'zod';

const text = z.string();
const duration = z.number().min(0);

const storeQuery = z.strictObject({ collection: text, filter: text, found: z.int().min(0), milliseconds: duration });
const searchQuery = z.strictObject({ body: text, found: z.int().min(0), milliseconds: duration });

/** What a subgraph asked of its store and its index for one answer. */
export const fetchQueries = z.strictObject({
  storeQueries: z.array(storeQuery),
  searchQueries: z.array(searchQuery),
  /** Whether there were more than are kept. */
  isCut: z.boolean(),
});
export type FetchQueries = Readonly<z.output<typeof fetchQueries>>;

const traceFetch = z.strictObject({
  subgraph: text,
  /** Masked. */
  query: text,
  entities: z.int().min(0),
  milliseconds: duration,
  errorCodes: z.array(text),
  storeQueries: z.array(storeQuery),
  searchQueries: z.array(searchQuery),
});
export type TracedFetch = Readonly<z.output<typeof traceFetch>>;

/** What one request did; holds no value of it. Source: access-model.md section 12. */
export const requestTrace = z.strictObject({
  requestId: z.string().min(1).max(100),
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
  operationHash: text,
  /** Masked. */
  operation: text,
  /** The acting area: whoever has none leaves no trace. */
  area: text,
  purpose: z.enum(purposes),
  subjectKind: z.enum(subjectKinds),
  milliseconds: duration,
  refusedFields: z.array(z.strictObject({ path: text, code: text, ruleId: text })),
  queryPlan: text.nullable(),
  fetches: z.array(traceFetch),
  decisions: z.array(z.strictObject({ decisionId: text, outcome: z.enum(['MASK', 'FULL']), code: text })),
  errorCodes: z.array(text),
  /** Whether it was too large and lacks its end. */
  isCut: z.boolean(),
});
export type RequestTrace = Readonly<z.output<typeof requestTrace>>;

/** Most traces in one call. */
export const maximumTracesPerCall = 100;

/** The worker action of contact-details that keeps traces; for the gateway alone. */
export const keepRequestTracesAction = 'request-traces.keep';
export const keepRequestTracesInput = z.strictObject({ traces: z.array(requestTrace).min(1).max(maximumTracesPerCall) });
