import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { DeniedFields } from './decide-operation.ts';
import { fieldsOfAnswer, isData } from './fields-of-answer.ts';

type Data = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** An answer in the shape that the caller asked for. */
export interface RestoredAnswer {
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

/**
 * Puts a null and an error with path, code and rule id where a field was denied, and takes out what the gateway added. An error stands
 * only where the object that would have the field is in the answer, so it tells nothing more than the answer does.
 */
export const restoreDenied = (
  schema: GraphQLSchema,
  asked: { readonly operation: FlatOperation; readonly denied: DeniedFields },
  data: Data,
): RestoredAnswer => {
  const errors: GraphQLError[] = [];

  const restoreObject = (selections: readonly FlatSelection[], value: Data, path: Path): Data => {
    const result: Record<string, unknown> = {};
    for (const [key, fields] of fieldsOfAnswer(schema, selections, value)) {
      const place = [...path, key];
      const refusal = fields.map((field) => asked.denied.get(field)).find((error) => error !== undefined);
      if (refusal === undefined) {
        const selections = fields.flatMap((field) => field.selections ?? []);
        const isLeaf = fields.every((field) => field.selections === null);
        result[key] = isLeaf ? (value[key] ?? null) : restoreValue(selections, value[key] ?? null, place);
      } else {
        result[key] = null;
        errors.push(new GraphQLError(refusal.message, { path: place, extensions: refusal.extensions }));
      }
    }
    return result;
  };

  const restoreValue = (selections: readonly FlatSelection[], value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown, index) => restoreValue(selections, item, [...path, index]));
    return isData(value) ? restoreObject(selections, value, path) : value;
  };

  return { data: restoreObject(asked.operation.selections, data, []), errors };
};
