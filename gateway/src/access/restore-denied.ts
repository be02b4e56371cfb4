import { GraphQLError, type GraphQLNamedType, type GraphQLSchema, isAbstractType } from 'graphql';
import type { FlatField, FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { DeniedFields } from './decide-operation.ts';
import { typenameKey } from './prune-operation.ts';

type Data = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** An answer in the shape that the caller asked for. */
export interface RestoredAnswer {
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

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

  const applies = (type: GraphQLNamedType, runtimeName: unknown): boolean => {
    if (type.name === runtimeName) return true;
    return isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => name === runtimeName);
  };

  const fieldsOf = (selections: readonly FlatSelection[], value: Data): ReadonlyMap<string, readonly FlatField[]> => {
    const fields = new Map<string, FlatField[]>();
    const collect = (some: readonly FlatSelection[]): void => {
      for (const selection of some) {
        if (selection.kind === 'type-condition') {
          if (applies(selection.type, value[typenameKey])) collect(selection.selections);
        } else fields.set(selection.responseKey, [...(fields.get(selection.responseKey) ?? []), selection]);
      }
    };
    collect(selections);
    return fields;
  };

  const restoreObject = (selections: readonly FlatSelection[], value: Data, path: Path): Data => {
    const result: Record<string, unknown> = {};
    for (const [key, fields] of fieldsOf(selections, value)) {
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
