import type { Disclosure } from '@resident-graph/service-kit';
import { type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { FlatField } from '../planning/flat-operation.ts';

/** What a look is called on the record: contact details the gateway sees itself, of everything else the subgraphs tell. */
export type LookAction = 'contact-detail.read' | Disclosure['action'];

/** The types whose objects are protected values, by what a look at them is called. Source: access-model.md section 11, "Audited". */
export const protectedTypes: Readonly<Record<LookAction, readonly string[]>> = {
  'contact-detail.read': ['ContactDetail', 'ContactDetailChange', 'Contactability'],
  'equality.read': ['EqualityInformation'],
  'adjustments.read': ['EqualityInformation'],
  'identity.read': ['Identification', 'NationalInsuranceNumber'],
  'extended-data.read': ['ExtendedData'],
  'person.read-restricted': ['Person'],
  'person.match': ['PersonSearchResults'],
  'consent.read': ['Consent', 'Objection'],
  'restriction.read': ['Restriction'],
  'access-event.read': ['AccessEvent', 'AccessEventConnection'],
  'break-glass.read': ['BreakGlass', 'BreakGlassConnection'],
  'request-trace.read': ['RequestTrace'],
};

/** Types of the graph's own things: what hangs on them is protected or not by itself. */
const openTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Person', 'Organisation']);

/** Plain fields that are protected though their type tells nothing. */
const protectedFields: ReadonlySet<string> = new Set(['Person.restricted', 'Query.personByNationalInsuranceNumber']);

const entries = Object.entries(protectedTypes) as readonly (readonly [LookAction, readonly string[]])[];

/** The object types that the fields of a type lead to. */
type Links = ReadonlyMap<string, readonly string[]>;

const readLinks = (schema: GraphQLSchema): Links =>
  new Map(
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .map((type) => [
        type.name,
        Object.values(type.getFields()).flatMap((field) => {
          const named = getNamedType(field.type);
          if (isAbstractType(named)) return schema.getPossibleTypes(named).map(({ name }) => name);
          return isObjectType(named) ? [named.name] : [];
        }),
      ]),
  );

/** The types that hold protected ones: pages, payloads and the like, up to the graph's own things. */
const containersOf = (links: Links, held: Iterable<string>): ReadonlySet<string> => {
  const found = new Set(held);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, others] of links) if (!openTypes.has(name) && others.some((other) => found.has(other))) found.add(name);
  }
  return found;
};

/**
 * What of a schema has to be on record before it is shown, read from the schema and never from the shape of an answer, which is the
 * caller's. Source: access-model.md sections 1 and 11.
 */
export class AuditedTypes {
  readonly #schema: GraphQLSchema;
  readonly #protected: ReadonlySet<string>;
  readonly #withPersons: ReadonlySet<string>;
  readonly #scopes: ReadonlyMap<LookAction, ReadonlySet<string>>;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    const links = readLinks(schema);
    const names = entries.flatMap(([, some]) => some);
    this.#withPersons = containersOf(links, names);
    this.#protected = containersOf(
      links,
      names.filter((name) => !openTypes.has(name)),
    );
    this.#scopes = new Map(entries.map(([action, some]) => [action, this.#partsOf(links, some)]));
  }

  /**
   * Tells whether a field leads to protected values without passing through one of the graph's own things. A person is one of those, and
   * protected when somebody restricted is among those that the answer shows.
   */
  leadsToProtected({ parentType, node, definition }: FlatField, showsRestricted: boolean): boolean {
    if (definition === undefined) return false;
    const { name } = getNamedType(definition.type);
    if (this.#namesOf(parentType.name).some((parent) => protectedFields.has(`${parent}.${node.name.value}`))) return true;
    const wanted = showsRestricted ? this.#withPersons : this.#protected;
    return this.#namesOf(name).some((possible) => wanted.has(possible));
  }

  /** The coordinates under which a field is a part of what looks of an action show; none for any other field. */
  coordinatesOf({ parentType, node }: FlatField, action: LookAction): readonly string[] {
    const scope = this.#scopes.get(action);
    return this.#namesOf(parentType.name)
      .filter((name) => scope?.has(name) === true)
      .map((name) => `${name}.${node.name.value}`);
  }

  #namesOf(typeName: string): readonly string[] {
    const type = this.#schema.getType(typeName);
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
  }

  /** Protected types with the values that they consist of. */
  #partsOf(links: Links, names: readonly string[]): ReadonlySet<string> {
    const parts = new Set(names);
    for (const name of parts) {
      for (const other of links.get(name) ?? []) if (!openTypes.has(other) && !this.#protected.has(other)) parts.add(other);
    }
    return parts;
  }
}
