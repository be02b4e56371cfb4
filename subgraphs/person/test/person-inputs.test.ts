import { readSubgraphSdl } from '@resident-graph/schema';
import { buildASTSchema, type GraphQLInputObjectType, isEnumType, isInputObjectType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const schema = buildASTSchema(parse(readSubgraphSdl('person')), { assumeValidSDL: true });
const inputOf = (name: string): GraphQLInputObjectType => {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input.`);
  return type;
};
const fieldsOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
};
const valuesOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};

describe('what can be sent of a person (domain-write.md 2.1 to 2.5)', () => {
  it.each([
    ['CreatePersonInput', 'id'],
    ['CreatePersonInput', 'dateOfDeath'],
    ['CreatePersonInput', 'personRef'],
    ['CreatePersonInput', 'nationality'],
    ['AmendPersonInput', 'reason'],
    ['AmendPersonInput', 'personTypes'],
    ['AmendPersonInput', 'personRef'],
    ['AmendPersonInput', 'gender'],
  ])('%s has no %s', (input, field) => {
    expect(Object.keys(inputOf(input).getFields())).not.toContain(field);
  });

  it.each([
    'title',
    'preferredTitle',
    'forename',
    'middleName',
    'surname',
    'preferredForename',
    'preferredMiddleName',
    'preferredSurname',
    'placeOfBirth',
    'dateOfBirth',
  ])('%s is sent when a person is made, changed and imported', (field) => {
    for (const input of ['CreatePersonInput', 'AmendPersonInput', 'IngestPersonInput'])
      expect(Object.keys(inputOf(input).getFields())).toContain(field);
  });

  it.each([
    ...['version', 'createdAt', 'lastModifiedAt', 'isAMinor', 'origin', 'nameHistory', 'identification', 'links'].map((field) => [
      field,
      '2.1',
    ]),
    ...['gender', 'nationality', 'ethnicity', 'ethnicOrigin', 'languages', 'communicationRequirements'].map((field) => [field, '2.2']),
    ...['nationalInsuranceNumber', 'communication', 'contactDetails'].map((field) => [field, '2.2']),
    ['tenures', '2.4'],
  ])('%s is not sent with a person (%s)', (field) => {
    for (const input of ['CreatePersonInput', 'AmendPersonInput', 'IngestPersonInput'])
      expect(Object.keys(inputOf(input).getFields())).not.toContain(field);
  });

  it.each([
    ...['gender', 'nationality', 'ethnicity', 'languages', 'communicationRequirements', 'nationalInsuranceNumber'].map((field) => [
      field,
      '2.2',
    ]),
    ['communication', '2.2'],
    ['tenures', '2.4'],
  ])('%s of a person belongs to another subgraph (%s)', (field) => {
    expect(fieldsOf('Person')).not.toContain(field);
  });

  it.each(['gender', 'nationality', 'ethnicity', 'languages', 'communicationRequirements', 'nationalInsuranceNumber'])(
    '%s is a field of the equality information (2.2)',
    (field) => {
      const equality = buildASTSchema(parse(readSubgraphSdl('equality')), { assumeValidSDL: true }).getType('EqualityInformation');
      expect(isObjectType(equality) ? Object.keys(equality.getFields()) : []).toContain(field);
    },
  );

  it('a change names the version that it was made from (2.5)', () => {
    expect(String(inputOf('AmendPersonInput').getFields()['expectedVersion']?.type)).toBe('Int!');
  });

  it('a change answers the person with its version, and nothing takes a person away (2.3)', () => {
    expect(fieldsOf('AmendPersonPayload')).toContain('person');
    expect(fieldsOf('Person')).toContain('version');
    expect(fieldsOf('Mutation').filter((name) => /delete|erase|destroy|removePerson/iu.test(name))).toEqual([]);
  });

  it('a date of death is sent when a person is changed or imported', () => {
    for (const input of ['AmendPersonInput', 'IngestPersonInput']) expect(Object.keys(inputOf(input).getFields())).toContain('dateOfDeath');
  });

  it('titles are one list, and every person type of the council is there', () => {
    const titles = 'DAME DR LADY LORD MASTER MISS MR MRS MS MX OTHER RABBI REVEREND';
    expect(valuesOf('Title')).toEqual(titles.split(' '));
    const types = 'TENANT HOUSEHOLD_MEMBER LEASEHOLDER FREEHOLDER OCCUPANT HOUSING_OFFICER HOUSING_AREA_MANAGER';
    expect(valuesOf('PersonType')).toEqual(types.split(' '));
  });

  it('a national insurance number is a type that is sent, to be told where it belongs, and never one that is held', () => {
    expect(valuesOf('IdentificationTypeInput')).toEqual([...valuesOf('IdentificationType'), 'NI']);
  });
});
