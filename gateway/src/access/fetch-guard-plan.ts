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
} from 'graphql';
import { reservedPrefix } from './reserved-names.ts';
import { askedBy, both, currentRows, type RowQuestion } from './row-question.ts';

/** Where contact details can stand below a selection of a fetch. */
export interface GuardedSelection {
  /** The selection is of the guarded type itself. */
  readonly isGuarded: boolean;
  /** The selection is of a union or interface that has the guarded type among others. */
  readonly mayBeGuarded: boolean;
  readonly question: RowQuestion;
  /** `_entities`, whose answers are matched by place. */
  readonly keepsPlaces: boolean;
  /** An edge of a connection, which goes together with its node. */
  readonly isEdge: boolean;
  readonly fields: ReadonlyMap<string, GuardedSelection>;
  /** What stands under a response key, `Type.field` by the names of the schema: an alias does not hide what a field is. */
  readonly coordinates: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A fetch of the planner with what the gateway added to it. */
export interface FetchGuardPlan {
  /** The text to send instead of the planner's. */
  readonly query: string;
  /** The reserved response key of the attributes. */
  readonly attributesKey: string;
  /** The reserved response key of the contact detail that an object tells of. */
  readonly subjectKey: string;
  readonly root: GuardedSelection;
}

export const guardedTypeName = 'ContactDetail';
const attributesKey = `${reservedPrefix}access`;
const subjectKey = `${reservedPrefix}subject`;

const attributesField: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: attributesKey },
  name: { kind: Kind.NAME, value: 'accessAttributes' },
};

/** Types that tell of the contact detail in their field `contactDetail`, values among it, whether or not the caller asks for that field. */
const tellingTypeNames: ReadonlySet<string> = new Set(['ContactDetailChange', 'Contactability']);

const subjectField: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: subjectKey },
  name: { kind: Kind.NAME, value: 'contactDetail' },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [] },
};

/** A selection set with what was added, and what stands in it. */
interface Built extends Pick<GuardedSelection, 'fields' | 'coordinates'> {
  readonly set: SelectionSetNode;
}

/** The maps of a selection while it is being read. */
interface Parts {
  readonly fields: Map<string, GuardedSelection>;
  readonly coordinates: Map<string, ReadonlySet<string>>;
}

/** Two fields under one response key stand on different types when they differ, so a row under that key says itself what it is. */
const join = (a: GuardedSelection, b: GuardedSelection): GuardedSelection => {
  const parts: Parts = { fields: new Map(a.fields), coordinates: new Map(a.coordinates) };
  merge(parts, b);
  return {
    ...parts,
    isGuarded: a.isGuarded && b.isGuarded,
    mayBeGuarded: a.mayBeGuarded || b.mayBeGuarded || a.isGuarded !== b.isGuarded,
    question: both(a.question, b.question),
    keepsPlaces: a.keepsPlaces || b.keepsPlaces,
    isEdge: a.isEdge && b.isEdge,
  };
};

const merge = (into: Parts, from: Pick<GuardedSelection, 'fields' | 'coordinates'>): void => {
  for (const [key, selection] of from.fields) {
    const known = into.fields.get(key);
    into.fields.set(key, known === undefined ? selection : join(known, selection));
  }
  for (const [key, names] of from.coordinates) into.coordinates.set(key, new Set([...(into.coordinates.get(key) ?? []), ...names]));
};

const mayBe = (schema: GraphQLSchema, type: GraphQLNamedType): boolean =>
  isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => name === guardedTypeName);

const buildSet = (
  schema: GraphQLSchema,
  set: SelectionSetNode,
  place: { readonly type: GraphQLNamedType; readonly question: RowQuestion },
): Built => {
  const { type, question } = place;
  const parts: Parts = { fields: new Map(), coordinates: new Map() };
  const asked = tellingTypeNames.has(type.name) ? [...set.selections, subjectField] : set.selections;
  const nodes = asked.map((node): SelectionNode => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const ofFragment = schema.getType(node.typeCondition?.name.value ?? type.name) ?? type;
      const inner = buildSet(schema, node.selectionSet, { type: ofFragment, question });
      merge(parts, inner);
      return { ...node, selectionSet: inner.set };
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('A fetch with a named fragment cannot be guarded.');
    const responseKey = node.alias?.value ?? node.name.value;
    const coordinates = new Map([[responseKey, new Set([`${type.name}.${node.name.value}`])]]);
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const fieldType = definition === undefined ? undefined : getNamedType(definition.type);
    if (node.selectionSet === undefined || definition === undefined || fieldType === undefined) {
      merge(parts, { fields: new Map(), coordinates });
      return node;
    }
    const ownQuestion = askedBy({ parentType: type.name, node, definition }, question);
    const { set: innerSet, ...inner } = buildSet(schema, node.selectionSet, { type: fieldType, question: ownQuestion });
    const selection: GuardedSelection = {
      ...inner,
      isGuarded: fieldType.name === guardedTypeName,
      mayBeGuarded: mayBe(schema, fieldType),
      question: ownQuestion,
      keepsPlaces: node.name.value === '_entities',
      isEdge: fieldType.name.endsWith('Edge'),
    };
    merge(parts, { fields: new Map([[responseKey, selection]]), coordinates });
    return { ...node, selectionSet: innerSet };
  });
  const selections = type.name === guardedTypeName ? [attributesField, ...nodes] : nodes;
  return { set: { ...set, selections }, ...parts };
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
    const { set, ...built } = buildSet(schema, definition.selectionSet, { type, question: currentRows });
    root = { ...built, isGuarded: false, mayBeGuarded: false, question: currentRows, keepsPlaces: false, isEdge: false };
    return { ...definition, selectionSet: set };
  });
  if (root === undefined) throw new Error('A fetch without an operation cannot be guarded.');
  return { query: print({ ...document, definitions }), attributesKey, subjectKey, root };
};
