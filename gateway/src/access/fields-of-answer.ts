import { type GraphQLNamedType, type GraphQLSchema, isAbstractType } from 'graphql';
import type { FlatField, FlatSelection } from '../planning/flat-operation.ts';
import { typenameKey } from './prune-operation.ts';

type Data = Readonly<Record<string, unknown>>;

/** Tells whether a value of an answer is an object. */
export const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was asked of an object of an answer: for each response key the fields that stand there. It reads the type that pruning asked for. */
export const fieldsOfAnswer = (
  schema: GraphQLSchema,
  selections: readonly FlatSelection[],
  value: Data,
): ReadonlyMap<string, readonly FlatField[]> => {
  const applies = (type: GraphQLNamedType, runtimeName: unknown): boolean =>
    type.name === runtimeName || (isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => name === runtimeName));
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
