import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { DefectError, IdentityError, ServiceError } from '@resident-graph/service-kit';
import { type DocumentNode, GraphQLError, type GraphQLSchema, print } from 'graphql';
import { type DeniedFields, decideOperation } from '../access/decide-operation.ts';
import { pruneOperation } from '../access/prune-operation.ts';
import { restoreDenied } from '../access/restore-denied.ts';
import type { RuleTable } from '../access/rule-table.ts';
import type { Caller } from '../identity/authenticate.ts';
import { type FlatOperation, flattenOperation } from './flat-operation.ts';

/** Turns an operation, as it is left after pruning, into an answer: today Apollo Gateway's interpreter of plans. */
export type OperationExecutor = GatewayExecutor;

/** What the guard stands on. */
export interface GuardParts {
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  readonly rules: RuleTable;
  readonly execute: OperationExecutor;
}

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

/**
 * The order in which every operation is answered: decide, prune, plan, fetch, re-check (in the data sources), restore. Only an operation
 * that asks nothing but the schema comes here without a subject, in development. Source: design.md, "Gateway".
 */
export const createGuardedExecutor =
  ({ schema, rules, execute }: GuardParts): OperationExecutor =>
  async (requestContext) => {
    const { subject } = requestContext.context as unknown as Caller;
    if (subject === null) {
      return isAboutSchemaOnly(requestContext.document, requestContext.operationName ?? undefined, schema)
        ? execute(requestContext)
        : refusal(new IdentityError('missing', 'Expected a token in the header `Authorization: Bearer ...`.'));
    }
    const { variables = {}, operationName } = requestContext.request;
    try {
      const operation = flattenOperation(schema, { document: requestContext.document, operationName, variables });
      if (operation === null) return await execute(requestContext);
      const denied = await decideOperation(operation, { subject, variables }, { schema, rules });
      const { document, source, queryHash } = prune(operation, denied);
      const response = await execute({ ...requestContext, document, source, queryHash });
      if (response.data === undefined || response.data === null) return response;
      const restored = restoreDenied(schema, { operation, denied }, response.data);
      const errors = [...(response.errors ?? []), ...restored.errors];
      return { ...response, data: restored.data, ...(errors.length === 0 ? {} : { errors }) };
    } catch (error) {
      return refusal(error);
    }
  };

/** Tells whether an operation asks for nothing but the schema. */
export const isAboutSchemaOnly = (document: DocumentNode, operationName: string | undefined, schema: GraphQLSchema): boolean => {
  const operation = flattenOperation(schema, { document, operationName, variables: {} });
  return (
    operation !== null &&
    operation.node.operation === 'query' &&
    operation.selections.every((selection) => selection.kind === 'field' && selection.node.name.value.startsWith('__'))
  );
};
