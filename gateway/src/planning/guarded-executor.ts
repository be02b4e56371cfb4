import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { badUserInput, DefectError, IdentityError, ServiceError } from '@resident-graph/service-kit';
import { type DocumentNode, GraphQLError, type GraphQLSchema, getOperationAST, getVariableValues, print } from 'graphql';
import { type DeniedFields, decideOperation } from '../access/decide-operation.ts';
import { pruneOperation } from '../access/prune-operation.ts';
import { restoreDenied } from '../access/restore-denied.ts';
import type { RuleTable } from '../access/rule-table.ts';
import { AnswerAudit, type AnswerAuditParts } from '../audit/answer-audit.ts';
import type { Caller } from '../identity/authenticate.ts';
import { refusalsOf } from '../tracing/refusals-of.ts';
import { type FlatOperation, flattenOperation } from './flat-operation.ts';
import { orderErrors } from './order-errors.ts';

/** Turns an operation, as it is left after pruning, into an answer: today Apollo Gateway's interpreter of plans. */
export type OperationExecutor = GatewayExecutor;

/** What the guard stands on. */
export interface GuardParts {
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
  readonly execute: OperationExecutor;
  readonly audit: AnswerAuditParts;
}

/** What one executor keeps for all its operations. */
type KeptParts = Omit<GuardParts, 'audit'> & { readonly audit: AnswerAudit };

/** A pruned document with the key under which the planner keeps its plan. */
interface PrunedOperation {
  readonly document: DocumentNode;
  readonly source: string;
  readonly queryHash: string;
}

const prune = (operation: FlatOperation, denied: DeniedFields): PrunedOperation => {
  const document = pruneOperation(operation, denied);
  const source = print(document);
  return { document, source, queryHash: createHash('sha256').update(source).digest('hex') };
};

const refusal = (error: unknown): { errors: GraphQLError[] } => {
  const known = error instanceof ServiceError ? error : new DefectError(error);
  return { errors: [new GraphQLError(known.message, { originalError: known })] };
};

const noOperation = (): ServiceError =>
  badUserInput([{ path: 'operationName', code: 'INVALID_VALUE', message: 'Expected the name of one of the operations of the document.' }]);

/** Tells whether an operation asks for nothing but the schema. */
const isAboutSchemaOnly = ({ node, selections }: FlatOperation): boolean =>
  node.operation === 'query' && selections.every((selection) => selection.kind === 'field' && selection.node.name.value.startsWith('__'));

/** An operation as it will run: fragments spread, directives decided, variables with their defaults. */
interface ReadOperation {
  readonly operation: FlatOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}

const answerGuarded = async (
  { schema, rules, execute, audit }: KeptParts,
  requestContext: Parameters<OperationExecutor>[0],
  { operation, variables }: ReadOperation,
): ReturnType<OperationExecutor> => {
  const caller = requestContext.context as unknown as Caller;
  const { subject, trace, record } = caller;
  if (subject === null) {
    if (isAboutSchemaOnly(operation)) return execute(requestContext);
    throw new IdentityError('missing', 'Expected a token in the header `Authorization: Bearer ...`.');
  }
  record.operationHash = requestContext.queryHash;
  const denied = await decideOperation(operation, { subject, variables }, { schema, rules });
  trace?.refused(refusalsOf(operation, denied));
  const { document, source, queryHash } = prune(operation, denied);
  // The pruned document has one operation; its name has done its work.
  const { operationName: _chosen, ...request } = requestContext.request;
  const response = await audit.guard({ operation, denied, queryHash }, caller, () =>
    execute({ ...requestContext, document, source, queryHash, request: { ...request, variables } }),
  );
  if (response.data === undefined || response.data === null) {
    return response.errors === undefined ? response : { ...response, errors: orderErrors(response.errors, null) };
  }
  const restored = restoreDenied(schema, { operation, denied }, response.data);
  const errors = orderErrors([...(response.errors ?? []), ...restored.errors], restored.data);
  return { ...response, data: restored.data, ...(errors.length === 0 ? {} : { errors }) };
};

/**
 * The order in which every operation is answered: decide, prune, plan, fetch, re-check (in the data sources), put on record,
 * restore. Only an operation that asks nothing but the schema comes here without a subject, in development. Source: design.md, "Gateway".
 */
export const createGuardedExecutor = (parts: GuardParts): OperationExecutor => {
  const kept: KeptParts = { ...parts, audit: new AnswerAudit(parts.schema, parts.audit) };
  return async (requestContext) => {
    const { document, request } = requestContext;
    // Apollo Gateway takes an empty name for none and graphql-js for a name; what one finds and the other does not would run unjudged.
    const operationName = request.operationName === '' ? undefined : request.operationName;
    const node = getOperationAST(document, operationName);
    if (node === null || node === undefined) return refusal(noOperation());
    // Rules, `@skip` and the row guard need what really runs: values with the defaults filled in.
    const given = getVariableValues(parts.schema, node.variableDefinitions ?? [], { ...request.variables }, { maxErrors: 50 });
    if (given.errors !== undefined) return { errors: given.errors };
    const variables = given.coerced;
    try {
      const operation = flattenOperation(parts.schema, { document, operationName, variables });
      return operation === null ? refusal(noOperation()) : await answerGuarded(kept, requestContext, { operation, variables });
    } catch (error) {
      return refusal(error);
    }
  };
};
