import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { composeApiSchema } from '../../test/access/api-schema.ts';
import type { FlatField } from '../planning/flat-operation.ts';
import { AuditedTypes, protectedTypes } from './audited-types.ts';

const apiSchema = composeApiSchema();
const types = new AuditedTypes(apiSchema);

const fields: readonly FlatField[] = Object.values(apiSchema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).map(
          (definition): FlatField => ({
            kind: 'field',
            node: { kind: 'Field', name: { kind: 'Name', value: definition.name } } as FlatField['node'],
            responseKey: definition.name,
            parentType: type,
            definition,
            selections: null,
          }),
        )
      : [],
  );
const coordinate = ({ parentType, node }: FlatField): string => `${parentType.name}.${node.name.value}`;
const leading = (showsRestricted: boolean): readonly string[] =>
  fields.filter((field) => types.leadsToProtected(field, showsRestricted)).map(coordinate);

describe('what has to be on record', () => {
  test('are types that the schema has', () => {
    for (const name of Object.values(protectedTypes).flat()) expect(isObjectType(apiSchema.getType(name))).toBe(true);
  });

  test('every field of a protected type leads there, and each that leads there can be null', () => {
    for (const field of fields) {
      const type = field.definition?.type;
      if (type === undefined) continue;
      const isProtected = Object.values(protectedTypes).flat().includes(getNamedType(type).name);
      if (isProtected && getNamedType(type).name !== 'Person') expect(leading(false)).toContain(coordinate(field));
      if (types.leadsToProtected(field, true)) expect([coordinate(field), String(type).endsWith('!')]).toEqual([coordinate(field), false]);
    }
  });

  test.each([
    'Person.contactDetails',
    'Person.contactDetailHistory',
    'Person.equalityInformation',
    'Person.consents',
    'Person.identification',
    'Query.changeHistory',
    'Person.restricted',
    'Query.searchPersons',
    'Query.accessHistory',
    'Query.legacyTriage',
    'Query.breakGlassQueue',
    'Query.requestTrace',
    'Mutation.recordContactDetail',
    'Mutation.breakGlass',
  ])('%s leads to protected values', (name) => {
    expect(leading(false)).toContain(name);
  });

  test.each(['Query.person', 'Mutation.amendPerson', 'PersonHit.person', 'Query.serviceAreas', 'Query.me', 'Query.organisation'])(
    '%s does not',
    (name) => {
      expect(leading(false)).not.toContain(name);
    },
  );

  test.each(['Query.person', 'Query.persons', 'Mutation.amendPerson'])('%s does where somebody restricted is shown', (name) => {
    expect(leading(true)).toContain(name);
  });

  test.each([
    ['ContactInformation.value', 'contact-detail.read', ['ContactInformation.value']],
    ['ContactDetail.id', 'contact-detail.read', ['ContactDetail.id']],
    ['ContactDetail.id', 'equality.read', []],
    ['Person.forename', 'contact-detail.read', []],
    ['Person.forename', 'person.read-restricted', ['Person.forename']],
    ['PersonHit.matchedOn', 'person.match', ['PersonHit.matchedOn']],
  ] as const)('%s is a part of %s: %j', (name, action, expected) => {
    const field = fields.find((other) => coordinate(other) === name);
    expect(field === undefined ? null : types.coordinatesOf(field, action)).toEqual(expected);
  });
});
