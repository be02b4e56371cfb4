import type { Subject } from '@resident-graph/policy';
import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { rule } from 'graphql-shield';
import { type AccessRule, reached, refuse } from '../../src/access/rules.ts';
import { type FlatOperation, flattenOperation } from '../../src/planning/flat-operation.ts';

/** A schema with everything that an operation can meet: interface, union, lists, arguments, a mutation. */
export const toySchema: GraphQLSchema = buildSchema(`
  type Query { person(id: ID, historic: Boolean = false): Person people: [Person] grid: [[Person]] any: Contact all: [Contact] node: Node }
  type Mutation { rename(id: ID!): Person forget: Boolean }
  interface Node { id: ID }
  type Person implements Node { id: ID name: String secret: String tags: [String] friend: Person friends: [Person] }
  type Phone implements Node { id: ID number: String }
  union Contact = Person | Phone
`);

/** Somebody without any right. */
export const stranger: Subject = {
  id: 'subject-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: [],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};

/** A rule that refuses with an id of its own. */
export const refusing = (ruleId: string): AccessRule => rule(`refusing-${ruleId}`, { cache: 'no_cache' })(() => refuse(ruleId));

/** A table that opens everything but the named coordinates, which answer the rule id X1. */
export const openBut = (...denied: readonly string[]): ReadonlyMap<string, AccessRule> => {
  const coordinates = ['Query', 'Mutation', 'Person', 'Phone'].flatMap((typeName) => {
    const type = toySchema.getType(typeName);
    return type !== undefined && 'getFields' in type ? Object.keys(type.getFields()).map((field) => `${typeName}.${field}`) : [];
  });
  const refusal = refusing('X1');
  return new Map(coordinates.map((coordinate) => [coordinate, denied.includes(coordinate) ? refusal : reached]));
};

/** Flattens the only operation of a text. */
export const flatten = (source: string, variables: Readonly<Record<string, unknown>> = {}): FlatOperation => {
  const operation = flattenOperation(toySchema, { document: parse(source), operationName: undefined, variables });
  if (operation === null) throw new Error('The text has no operation.');
  return operation;
};
