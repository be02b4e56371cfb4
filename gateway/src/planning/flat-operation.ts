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

/** Most fields once fragments are spread: spreading can grow a document without end. */
const maximumFields = 5_000;

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

class Flattener {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  #fields = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
  }

  selections(set: SelectionSetNode, parentType: GraphQLNamedType): readonly FlatSelection[] {
    return set.selections.flatMap((selection) =>
      isIncluded(selection.directives, this.#variables) ? this.#selection(selection, parentType) : [],
    );
  }

  #selection(selection: SelectionNode, parentType: GraphQLNamedType): readonly FlatSelection[] {
    switch (selection.kind) {
      case Kind.FIELD:
        return [this.#field(selection, parentType)];
      case Kind.INLINE_FRAGMENT:
        return this.#conditional(selection.selectionSet, selection.typeCondition?.name.value, parentType);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.#fragments.get(selection.name.value);
        return fragment === undefined ? [] : this.#conditional(fragment.selectionSet, fragment.typeCondition.name.value, parentType);
      }
    }
  }

  #conditional(set: SelectionSetNode, typeName: string | undefined, parentType: GraphQLNamedType): readonly FlatSelection[] {
    const type = typeName === undefined ? parentType : (this.#schema.getType(typeName) ?? parentType);
    // On an object type a fragment always applies (validation refuses impossible ones), so its selections simply join.
    if (isObjectType(parentType)) return this.selections(set, parentType);
    if (type === parentType) return this.selections(set, parentType);
    return [{ kind: 'type-condition', type, selections: this.selections(set, type) }];
  }

  #field(node: FieldNode, parentType: GraphQLNamedType): FlatField {
    this.#fields += 1;
    if (this.#fields > maximumFields) {
      throw new LimitError('OPERATION_TOO_COMPLEX', `Expected at most ${maximumFields} fields once fragments are spread.`, {
        limit: 'fields',
        maximum: maximumFields,
      });
    }
    const definition = hasFields(parentType) ? parentType.getFields()[node.name.value] : undefined;
    const selections =
      node.selectionSet === undefined || definition === undefined
        ? null
        : this.selections(node.selectionSet, getNamedType(definition.type));
    return { kind: 'field', node, responseKey: node.alias?.value ?? node.name.value, parentType, definition, selections };
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
  return { node, rootType, selections: new Flattener(schema, request.document, request.variables).selections(node.selectionSet, rootType) };
};

/** The object types whose fields a selection on a type can reach. */
export const possibleTypeNames = (schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
