import { limitTrace, type RequestTrace } from '@resident-graph/service-kit';
import { type DocumentNode, parse, visit } from 'graphql';
import type { RequestRecord } from '../audit/request-record.ts';
import { formatQueryPlan } from './format-query-plan.ts';
import { createTextMask, maskDocument } from './mask-operation.ts';
import type { CollectedFetch, TraceCollector } from './trace-collector.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly trace: TraceCollector;
  /** Its rows are the decisions. */
  readonly record: Pick<RequestRecord, 'rows'>;
}

/** Makes the trace of an answered request; null for one that leaves none: without operation, or without an acting area. */
export type BuildTrace = (request: AnsweredRequest) => RequestTrace | null;

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

const readFieldNames = (sdl: string): ReadonlySet<string> => {
  const names = new Set<string>();
  visit(parse(sdl, { noLocation: true }), {
    FieldDefinition: ({ name }) => {
      names.add(name.value);
      return false;
    },
  });
  return names;
};

/** Reads something dear once for each object that it belongs to. */
const remember = <Key extends object, Value>(read: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: read(key) };
    known.set(key, found);
    return found.value;
  };
};

/** Makes traces of requests to a supergraph, by its SDL. Documents, plans and fetches repeat, so each is masked once. */
export const createTraceBuilder = (supergraphSdl: string): BuildTrace => {
  const names = readFieldNames(supergraphSdl);
  const isFieldName = (name: string): boolean => names.has(name);
  const maskText = createTextMask();
  const maskOperation = remember((document: DocumentNode) => maskDocument(document));
  const writePlan = remember((plan: { readonly node?: unknown }) => formatQueryPlan(plan, { maskText, isFieldName }));
  const toFetch = ({ queries, query, milliseconds, errorCodes, ...fetch }: CollectedFetch): RequestTrace['fetches'][number] => ({
    ...fetch,
    query: maskText(query),
    milliseconds: round(milliseconds),
    errorCodes: [...errorCodes],
    storeQueries: (queries?.storeQueries ?? []).map((asked) => ({ ...asked, milliseconds: round(asked.milliseconds) })),
    searchQueries: (queries?.searchQueries ?? []).map((asked) => ({ ...asked, milliseconds: round(asked.milliseconds) })),
  });
  return ({ requestId, trace, record }) => {
    const { operation, plan, fetches } = trace;
    if (operation === null || operation.subject.actingArea === null) return null;
    const { subject, document, hash } = operation;
    return limitTrace({
      requestId,
      at: new Date(trace.at).toISOString(),
      operationHash: hash,
      operation: maskOperation(document),
      area: operation.subject.actingArea,
      purpose: subject.purpose,
      subjectKind: subject.kind,
      milliseconds: round(trace.milliseconds),
      refusedFields: trace.refusals.map((refusal) => ({ ...refusal })),
      queryPlan: plan === null ? null : writePlan(plan),
      fetches: fetches.map(toFetch),
      decisions: record.rows.map(({ decisionId, outcome, code }) => ({ decisionId, outcome, code })),
      errorCodes: [...trace.errorCodes],
      isCut: trace.isCut || fetches.some(({ queries }) => queries?.isCut === true),
    });
  };
};
