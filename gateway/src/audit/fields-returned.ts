import type { DeniedFields } from '../access/decide-operation.ts';
import type { FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { AuditedTypes, LookAction } from './audited-types.ts';

/** The fields that looks of an action show in an operation as it really runs: `Type.field`, sorted, each once. */
export const findFieldsReturned = (
  types: AuditedTypes,
  { operation, denied }: { readonly operation: FlatOperation; readonly denied: DeniedFields },
  action: LookAction,
): readonly string[] => {
  const found = new Set<string>();
  const collect = (selections: readonly FlatSelection[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'field') {
        if (denied.has(selection)) continue;
        for (const coordinate of types.coordinatesOf(selection, action)) found.add(coordinate);
      }
      collect(selection.selections ?? []);
    }
  };
  collect(operation.selections);
  return [...found].toSorted();
};
