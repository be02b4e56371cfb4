import { readSubgraphSdl } from '@resident-graph/schema';
import { buildASTSchema, type GraphQLInputObjectType, isEnumType, isInputObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const schema = buildASTSchema(parse(readSubgraphSdl('person')), { assumeValidSDL: true });
const inputOf = (name: string): GraphQLInputObjectType => {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input.`);
  return type;
};
const valuesOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};

describe('what can be sent of a person (domain-write.md 2.1 and 2.2)', () => {
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
