import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { reservedPrefix } from './reserved-names.ts';

/** How a selection says whether historic rows were asked for. */
export type HistoryQuestion =
  | { readonly kind: 'answered'; readonly includes: boolean }
  | { readonly kind: 'variable'; readonly name: string };

/** Where contact details can stand below a selection of a fetch. */
export interface GuardedSelection {
  /** The selection is of the guarded type itself. */
  readonly isGuarded: boolean;
  /** The selection is of a union or interface that has the guarded type among others. */
  readonly mayBeGuarded: boolean;
  readonly history: HistoryQuestion;
  /** `_entities`, whose answers are matched by place. */
  readonly keepsPlaces: boolean;
  readonly fields: ReadonlyMap<string, GuardedSelection>;
}

/** A fetch of the planner with what the gateway added to it. */
export interface FetchGuardPlan {
  /** The text to send instead of the planner's. */
  readonly query: string;
  /** The reserved response key of the attributes. */
  readonly attributesKey: string;
  readonly root: GuardedSelection;
}

/** Tells whether historic rows were asked for, with the variables of a fetch. */
export const readsHistory = (question: HistoryQuestion, variables: Readonly<Record<string, unknown>>): boolean =>
  question.kind === 'answered' ? question.includes : variables[question.name] === true;

const guardedTypeName = 'ContactDetail';
const attributesKey = `${reservedPrefix}access`;

const leafField = (name: string): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } });

const attributesField: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: attributesKey },
  name: { kind: Kind.NAME, value: 'accessAttributes' },
  selectionSet: { kind: Kind.SELECTION_SET, selections: ['area', 'isActive', 'targetType', 'targetId'].map(leafField) },
};

const current: HistoryQuestion = { kind: 'answered', includes: false };
/** A payload shows the written row even when it is historic now. */
const writtenRow: HistoryQuestion = { kind: 'answered', includes: true };

const readQuestion = (value: ValueNode | undefined): HistoryQuestion => {
  if (value?.kind === Kind.VARIABLE) return { kind: 'variable', name: value.name.value };
  return { kind: 'answered', includes: value?.kind === Kind.BOOLEAN && value.value };
};

interface Built {
  readonly set: SelectionSetNode;
  readonly fields: ReadonlyMap<string, GuardedSelection>;
}

const isSameHistory = (a: HistoryQuestion, b: HistoryQuestion): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Two fields under one response key stand on different types when they differ, so a row under that key says itself what it is. */
const join = (a: GuardedSelection, b: GuardedSelection): GuardedSelection => {
  const fields = new Map(a.fields);
  merge(fields, b.fields);
  return {
    isGuarded: a.isGuarded && b.isGuarded,
    mayBeGuarded: a.mayBeGuarded || b.mayBeGuarded || a.isGuarded !== b.isGuarded,
    history: isSameHistory(a.history, b.history) ? a.history : current,
    keepsPlaces: a.keepsPlaces || b.keepsPlaces,
    fields,
  };
};

const merge = (into: Map<string, GuardedSelection>, from: ReadonlyMap<string, GuardedSelection>): void => {
  for (const [key, selection] of from) {
    const known = into.get(key);
    into.set(key, known === undefined ? selection : join(known, selection));
  }
};

const buildSet = (
  schema: GraphQLSchema,
  set: SelectionSetNode,
  place: { readonly type: GraphQLNamedType; readonly history: HistoryQuestion },
): Built => {
  const { type, history } = place;
  const fields = new Map<string, GuardedSelection>();
  const nodes = set.selections.map((node): SelectionNode => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const inner = buildSet(schema, node.selectionSet, {
        type: schema.getType(node.typeCondition?.name.value ?? type.name) ?? type,
        history,
      });
      merge(fields, inner.fields);
      return { ...node, selectionSet: inner.set };
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('A fetch with a named fragment cannot be guarded.');
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (node.selectionSet === undefined || definition === undefined) return node;
    const fieldType = getNamedType(definition.type);
    const asked = node.arguments?.find(({ name }) => name.value === 'includeHistoric');
    const hasQuestion = definition.args.some(({ name }) => name === 'includeHistoric');
    const ownHistory = hasQuestion ? readQuestion(asked?.value) : type.name.endsWith('Payload') ? writtenRow : current;
    const inner = buildSet(schema, node.selectionSet, { type: fieldType, history: ownHistory });
    merge(
      fields,
      new Map([
        [
          node.alias?.value ?? node.name.value,
          {
            isGuarded: fieldType.name === guardedTypeName,
            mayBeGuarded: isAbstractType(fieldType) && schema.getPossibleTypes(fieldType).some(({ name }) => name === guardedTypeName),
            history: ownHistory,
            keepsPlaces: node.name.value === '_entities',
            fields: inner.fields,
          },
        ],
      ]),
    );
    return { ...node, selectionSet: inner.set };
  });
  const selections = type.name === guardedTypeName ? [attributesField, ...nodes] : nodes;
  return { set: { ...set, selections }, fields };
};

/**
 * Adds to a fetch of the planner the attributes that its rows are judged by, under the reserved prefix, and notes where those rows stand.
 * `schema` is the subgraph's own, because the attributes are not in the schema that callers see.
 * @throws Error for a fetch that cannot be guarded
 */
export const createFetchGuardPlan = (schema: GraphQLSchema, query: string): FetchGuardPlan => {
  const document: DocumentNode = parse(query);
  let root: GuardedSelection | undefined;
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) throw new Error('A fetch with a named fragment cannot be guarded.');
    const type = schema.getRootType(definition.operation);
    if (type == null) throw new Error(`The subgraph has no ${definition.operation}.`);
    const built = buildSet(schema, definition.selectionSet, { type, history: current });
    root = { isGuarded: false, mayBeGuarded: false, history: current, keepsPlaces: false, fields: built.fields };
    return { ...definition, selectionSet: built.set };
  });
  if (root === undefined) throw new Error('A fetch without an operation cannot be guarded.');
  return { query: print({ ...document, definitions }), attributesKey, root };
};
