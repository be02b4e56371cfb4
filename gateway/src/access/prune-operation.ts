import { type DocumentNode, type FieldNode, isAbstractType, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { FlatOperation, FlatSelection } from '../planning/flat-operation.ts';
import type { DeniedFields } from './decide-operation.ts';
import { reservedPrefix } from './reserved-names.ts';

/** Stands in a selection set that would be empty or needs the runtime type. */
export const typenameKey = `${reservedPrefix}typename`;

const typenameField: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: typenameKey },
  name: { kind: Kind.NAME, value: '__typename' },
};

const buildSet = (selections: readonly FlatSelection[], denied: DeniedFields, isAbstract: boolean): SelectionSetNode => {
  const nodes = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === 'type-condition') {
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: selection.type.name } },
          selectionSet: buildSet(selection.selections, denied, isAbstractType(selection.type)),
        },
      ];
    }
    if (denied.has(selection)) return [];
    const { node, definition, selections: inner } = selection;
    const { directives: _decided, ...field } = node;
    if (inner === null || definition === undefined) return [field];
    return [{ ...field, selectionSet: buildSet(inner, denied, hasAbstractValue(selection)) }];
  });
  const needsTypename = isAbstract || nodes.length === 0;
  return { kind: Kind.SELECTION_SET, selections: needsTypename ? [typenameField, ...nodes] : nodes };
};

const hasAbstractValue = ({ selections }: Extract<FlatSelection, { kind: 'field' }>): boolean =>
  selections?.some(({ kind }) => kind === 'type-condition') === true;

/** The document without the denied fields: what is left is all that the planner ever sees, so nothing denied is ever fetched. */
export const pruneOperation = (operation: FlatOperation, denied: DeniedFields): DocumentNode => {
  const { directives: _directives, ...node } = operation.node;
  const selectionSet = buildSet(operation.selections, denied, false);
  return { kind: Kind.DOCUMENT, definitions: [{ ...node, selectionSet }] };
};
