import { LimitError } from '@resident-graph/service-kit';
import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** One field of an operation after fragments are spread and `@skip` and `@include` are decided. */
export interface FlatField {
  readonly kind: 'field';
  readonly node: FieldNode;
  readonly responseKey: string;
  readonly parentType: GraphQLNamedType;
  /** Undefined for `__typename` and introspection. */
  readonly definition: GraphQLField<unknown, unknown> | undefined;
  /** Null for leaves. */
  readonly selections: readonly FlatSelection[] | null;
}

/** Selections for objects of one type. */
export interface FlatTypeCondition {
  readonly kind: 'type-condition';
  readonly type: GraphQLNamedType;
  readonly selections: readonly FlatSelection[];
}

export type FlatSelection = FlatField | FlatTypeCondition;

/** An operation as it will run. */
export interface FlatOperation {
  readonly node: OperationDefinitionNode;
  readonly rootType: GraphQLNamedType;
  readonly selections: readonly FlatSelection[];
}

/** Most selections that are looked at: spreading fragments can grow a document without end, and so can what is skipped. */
const maximumSelections = 5_000;
/** Most fields of the root: each is a question of its own. */
const maximumRootFields = 100;
/** How often one path may pass through the same field: each further round multiplies the answer by the length of a list. */
const maximumRounds = 2;

const tooComplex = (message: string, limit: string, maximum: number): LimitError =>
  new LimitError('OPERATION_TOO_COMPLEX', message, { limit, maximum });

const isIncluded = (
  directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined,
  variables: Readonly<Record<string, unknown>>,
): boolean => {
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name === 'skip' && getArgumentValues(GraphQLSkipDirective, directive, variables)['if'] === true) return false;
    if (name === 'include' && getArgumentValues(GraphQLIncludeDirective, directive, variables)['if'] === false) return false;
  }
  return true;
};

const hasFields = (type: GraphQLNamedType): type is GraphQLInterfaceType | GraphQLObjectType => isObjectType(type) || isInterfaceType(type);

/** Where a selection set stands: its type, the fields above it, and the fragments that were spread into it already. */
interface Place {
  readonly type: GraphQLNamedType;
  readonly above: readonly string[];
  readonly spread: Set<string>;
}

class Flattener {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  #looked = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
  }

  root(set: SelectionSetNode, type: GraphQLNamedType): readonly FlatSelection[] {
    const selections = this.#selections(set, { type, above: [], spread: new Set() });
    if (selections.length > maximumRootFields) {
      throw tooComplex(`Expected at most ${maximumRootFields} fields of the root.`, 'root fields', maximumRootFields);
    }
    return selections;
  }

  #selections(set: SelectionSetNode, place: Place): readonly FlatSelection[] {
    return set.selections.flatMap((selection) => {
      this.#looked += 1;
      if (this.#looked > maximumSelections) {
        throw tooComplex(`Expected at most ${maximumSelections} selections once fragments are spread.`, 'selections', maximumSelections);
      }
      return isIncluded(selection.directives, this.#variables) ? this.#selection(selection, place) : [];
    });
  }

  #selection(selection: SelectionNode, place: Place): readonly FlatSelection[] {
    switch (selection.kind) {
      case Kind.FIELD:
        return [this.#field(selection, place)];
      case Kind.INLINE_FRAGMENT:
        return this.#conditional(selection.selectionSet, selection.typeCondition?.name.value, place);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = this.#fragments.get(name);
        // A second spread into the same selection set adds nothing, as in graphql-js.
        if (fragment === undefined || place.spread.has(name)) return [];
        place.spread.add(name);
        return this.#conditional(fragment.selectionSet, fragment.typeCondition.name.value, place);
      }
    }
  }

  #conditional(set: SelectionSetNode, typeName: string | undefined, place: Place): readonly FlatSelection[] {
    const type = typeName === undefined ? place.type : (this.#schema.getType(typeName) ?? place.type);
    // On an object type a fragment always applies (validation refuses impossible ones), so its selections simply join.
    if (isObjectType(place.type) || type === place.type) return this.#selections(set, place);
    return [{ kind: 'type-condition', type, selections: this.#selections(set, { ...place, type, spread: new Set() }) }];
  }

  #field(node: FieldNode, { type: parentType, above }: Place): FlatField {
    const definition = hasFields(parentType) ? parentType.getFields()[node.name.value] : undefined;
    const responseKey = node.alias?.value ?? node.name.value;
    if (node.selectionSet === undefined || definition === undefined) {
      return { kind: 'field', node, responseKey, parentType, definition, selections: null };
    }
    const coordinate = `${parentType.name}.${node.name.value}`;
    if (above.filter((other) => other === coordinate).length >= maximumRounds) {
      throw tooComplex(`Expected no path that passes through ${coordinate} more than ${maximumRounds} times.`, 'rounds', maximumRounds);
    }
    const type = getNamedType(definition.type);
    const selections = this.#selections(node.selectionSet, { type, above: [...above, coordinate], spread: new Set() });
    return { kind: 'field', node, responseKey, parentType, definition, selections };
  }
}

/**
 * Spreads the fragments of an operation and decides `@skip` and `@include`, so that rules are judged for what will really run. The planner
 * would otherwise merge a skipped input with other fields (executor.md, correctness 4).
 * @throws LimitError when spreading makes the operation too large
 */
export const flattenOperation = (
  schema: GraphQLSchema,
  request: {
    readonly document: DocumentNode;
    readonly operationName: string | undefined;
    readonly variables: Readonly<Record<string, unknown>>;
  },
): FlatOperation | null => {
  const node = getOperationAST(request.document, request.operationName);
  const rootType = node == null ? undefined : schema.getRootType(node.operation);
  if (node == null || rootType == null) return null;
  return { node, rootType, selections: new Flattener(schema, request.document, request.variables).root(node.selectionSet, rootType) };
};

/** The object types whose fields a selection on a type can reach. */
export const possibleTypeNames = (schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
