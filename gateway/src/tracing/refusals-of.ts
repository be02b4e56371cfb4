import type { DeniedFields } from '../access/decide-operation.ts';
import type { FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { CollectedRefusal } from './trace-collector.ts';

const walk = (selections: readonly FlatSelection[], denied: DeniedFields, above: readonly string[]): readonly CollectedRefusal[] =>
  selections.flatMap((selection) => {
    if (selection.kind !== 'field') return walk(selection.selections, denied, above);
    // The schema's name, not the caller's alias.
    const path = [...above, selection.node.name.value];
    const error = denied.get(selection);
    if (error === undefined) return walk(selection.selections ?? [], denied, path);
    const { code, ruleId } = error.extensions;
    return [{ path: path.join('.'), code: String(code), ruleId: String(ruleId) }];
  });

/** The fields of an operation that were refused, with their places by the names of the schema. */
export const refusalsOf = ({ selections }: FlatOperation, denied: DeniedFields): readonly CollectedRefusal[] =>
  denied.size === 0 ? [] : walk(selections, denied, []);
