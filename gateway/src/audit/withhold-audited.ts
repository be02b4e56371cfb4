import { DependencyError } from '@resident-graph/service-kit';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { fieldsOfAnswer, isData } from '../access/fields-of-answer.ts';
import type { FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { AuditedTypes } from './audited-types.ts';

type Data = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** What is left of an answer when its looks cannot be put on record. */
export interface WithheldAnswer {
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

/** What is withheld from. */
export interface WithheldFrom {
  readonly schema: GraphQLSchema;
  readonly types: AuditedTypes;
  readonly operation: FlatOperation;
  /** Whether restricted persons are among those that the answer shows. */
  readonly showsRestricted: boolean;
}

const notShown = new DependencyError(
  'AUDIT_UNAVAILABLE',
  'This look cannot be put on record now, so it is not shown; the rest of the answer holds. Try again.',
);
const doneNotShown = new DependencyError(
  'AUDIT_UNAVAILABLE',
  'This was done, but its result cannot be put on record now and is not shown. Read it later instead of doing it again.',
);

const toError = (known: DependencyError, path: Path): GraphQLError =>
  new GraphQLError(known.message, { path, extensions: { code: known.code, ...known.details, retryable: known === notShown } });

/**
 * Takes out of an answer, at the top-most fields that lead to them, all values that have to be on record. What is null already stays as
 * it is: a mutation that failed has its own error there.
 */
export const withholdAudited = ({ schema, types, operation, showsRestricted }: WithheldFrom, data: Data): WithheldAnswer => {
  const errors: GraphQLError[] = [];

  const withholdFrom = (selections: readonly FlatSelection[], value: Data, path: Path): Data => {
    const rest: Record<string, unknown> = { ...value };
    for (const [key, fields] of fieldsOfAnswer(schema, selections, value)) {
      if ((value[key] ?? null) === null) continue;
      const place = [...path, key];
      if (fields.some((field) => types.leadsToProtected(field, showsRestricted))) {
        const isDone = operation.node.operation === 'mutation' && path.length === 0;
        rest[key] = null;
        errors.push(toError(isDone ? doneNotShown : notShown, place));
      } else {
        const inner = fields.flatMap((field) => field.selections ?? []);
        if (inner.length > 0) rest[key] = withholdBelow(inner, value[key], place);
      }
    }
    return rest;
  };

  const withholdBelow = (selections: readonly FlatSelection[], value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown, index) => withholdBelow(selections, item, [...path, index]));
    return isData(value) ? withholdFrom(selections, value, path) : value;
  };

  return { data: withholdFrom(operation.selections, data, []), errors };
};
