import { type DocumentNode, Kind, parse, print, type VariableNode, visit } from 'graphql';

/** What stands for a value: not its text and not its size. */
const placeholder = (type: string): VariableNode => ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: type } });

/** Gives out names in the order of their first appearance. */
const createNames = (prefix: string): ((name: string) => string) => {
  const names = new Map<string, string>();
  return (name) => {
    const known = names.get(name) ?? `${prefix}${names.size + 1}`;
    names.set(name, known);
    return known;
  };
};

/**
 * An operation without anything that the caller chose but its shape: values become their types (`$text`, `$number`), and the names of
 * operation, variables, fragments and aliases go as well, because nothing keeps a caller from writing a name into them.
 */
export const maskDocument = (document: DocumentNode): string => {
  const variables = createNames('v');
  const fragments = createNames('F');
  return print(
    visit(document, {
      OperationDefinition: ({ name: _name, ...node }) => node,
      FragmentDefinition: (node) => ({ ...node, name: { ...node.name, value: fragments(node.name.value) } }),
      FragmentSpread: (node) => ({ ...node, name: { ...node.name, value: fragments(node.name.value) } }),
      Field: ({ alias: _alias, ...node }) => node,
      Variable: (node) => ({ ...node, name: { ...node.name, value: variables(node.name.value) } }),
      VariableDefinition: ({ defaultValue: _default, ...node }) => node,
      // On the way back, so that a placeholder is not taken for a variable of the caller.
      StringValue: { leave: () => placeholder('text') },
      IntValue: { leave: () => placeholder('number') },
      FloatValue: { leave: () => placeholder('number') },
      BooleanValue: { leave: () => placeholder('boolean') },
      EnumValue: { leave: () => placeholder('enum') },
      ListValue: {
        leave: (node) => {
          const [first] = node.values;
          return { ...node, values: first === undefined ? [] : [first] };
        },
      },
    }),
  );
};

const maximumTexts = 2_000;

/** Masks texts of operations; the planner and callers repeat the same ones. */
export const createTextMask = (): ((query: string) => string) => {
  const known = new Map<string, string>();
  return (query) => {
    const masked = known.get(query) ?? maskDocument(parse(query));
    if (known.size >= maximumTexts) known.clear();
    known.set(query, masked);
    return masked;
  };
};
