import { readSubgraphSdl } from '@resident-graph/schema';
import { buildASTSchema, isInputObjectType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

const schema = buildASTSchema(parse(readSubgraphSdl('equality')), { assumeValidSDL: true });
const fieldsOf = (name: string): Readonly<Record<string, string>> => {
  const type = schema.getType(name);
  if (!isInputObjectType(type) && !isObjectType(type)) throw new Error(`${name} has no fields.`);
  return Object.fromEntries(Object.entries(type.getFields()).map(([field, { type: of }]) => [field, String(of)]));
};

describe('what can be sent of equality answers (domain-write.md 5.1, 5.5)', () => {
  it('a new record names its person, and has no id, version or dates of the caller', () => {
    expect(fieldsOf('RecordEqualityInformationInput')).toMatchObject({ targetId: 'ID!', answers: 'EqualityAnswersInput!' });
    for (const field of ['id', 'version', 'createdAt', 'lastModifiedAt'])
      expect(fieldsOf('RecordEqualityInformationInput')).not.toHaveProperty(field);
  });

  it('a change names the record and its version, and never moves it to another person', () => {
    expect(fieldsOf('AmendEqualityInformationInput')).toMatchObject({ id: 'ID!', expectedVersion: 'Int!' });
    expect(fieldsOf('AmendEqualityInformationInput')).not.toHaveProperty('targetId');
  });

  it.each([
    ['ageGroup', 'String'],
    ['gender', 'GenderAnswerInput'],
    ['nationality', 'String'],
    ['ethnicity', 'CodedAnswerInput'],
    ['religionOrBelief', 'CodedAnswerInput'],
    ['sexualOrientation', 'CodedAnswerInput'],
    ['marriageOrCivilPartnership', 'MarriageOrCivilPartnershipAnswerInput'],
    ['pregnancyOrMaternity', '[PregnancyOrMaternityAnswerInput!]'],
    ['nationalInsuranceNumber', 'String'],
    ['languages', '[LanguageAnswerInput!]'],
    ['caringResponsibilities', 'CaringResponsibilitiesAnswerInput'],
    ['disabled', 'TriStateAnswer'],
    ['communicationRequirements', '[String!]'],
    ['economicSituation', 'CodedAnswerInput'],
    ['homeSituation', 'CodedAnswerInput'],
    ['armedForces', 'String'],
  ])('%s is sent as %s, or not at all, and is read under the same name', (field, type) => {
    expect(fieldsOf('EqualityAnswersInput')[field]).toBe(type);
    expect(fieldsOf('EqualityInformation')).toHaveProperty(field);
  });

  it.each([
    ['GenderAnswerInput', { code: 'String!', otherText: 'String', differentToBirthSex: 'TriStateAnswer' }],
    ['CodedAnswerInput', { code: 'String!', otherText: 'String' }],
    ['MarriageOrCivilPartnershipAnswerInput', { married: 'TriStateAnswer', civilPartnership: 'TriStateAnswer' }],
    ['PregnancyOrMaternityAnswerInput', { pregnancyDate: 'Date!' }],
    ['LanguageAnswerInput', { language: 'String!', isPrimary: 'Boolean!' }],
    ['CaringResponsibilitiesAnswerInput', { providesUnpaidCare: 'TriStateAnswer!', hoursSpentProvidingUnpaidCare: 'String' }],
  ])('%s holds what the caller says and nothing that is computed', (name, fields) => {
    expect(fieldsOf(name)).toEqual(fields);
  });

  it('by id and by person are two questions (5.5)', () => {
    expect(fieldsOf('Query')).toMatchObject({
      equalityInformation: 'EqualityInformation',
      equalityInformationByTarget: 'EqualityInformation',
    });
  });

  it('every write answers the record (5.5), and none takes it away', () => {
    for (const payload of ['RecordEqualityInformationPayload', 'AmendEqualityInformationPayload'])
      expect(fieldsOf(payload)).toEqual({ equalityInformation: 'EqualityInformation' });
    expect(Object.keys(fieldsOf('Mutation')).filter((name) => /delete|erase|remove/iu.test(name))).toEqual([]);
  });
});
