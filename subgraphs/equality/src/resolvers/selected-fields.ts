import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** What of a resolver's info tells which fields are asked for. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** The fields that are asked for below the field that is being answered, on a type alone: what stands under a fragment on another is left out. */
export const selectedFields = ({ fieldNodes, fragments }: SelectionInfo, typeName: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const collect = (selections: SelectionSetNode | undefined): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === 'Field') {
        found.add(selection.name.value);
        continue;
      }
      const fragment = selection.kind === 'FragmentSpread' ? fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition?.name.value ?? typeName;
      if (condition === typeName) collect(fragment?.selectionSet);
    }
  };
  for (const node of fieldNodes) collect(node.selectionSet);
  return found;
};
