import { type AccessRules, each, mayDo, reached } from './rules.ts';

const mayRead = mayDo('equality.read');
const mayIngest = mayDo('equality-information.ingest');

/** Who may do what with the fields of the equality subgraph. */
export const equalityRules: AccessRules = {
  Query: { equalityInformation: mayRead, equalityInformationByTarget: mayRead },
  Mutation: { recordEqualityInformation: mayDo('equality.maintain'), ingestEqualityInformation: mayIngest },
  Person: { equalityInformation: mayRead },
  EqualityInformation: {
    id: reached,
    ...each(mayRead, [
      'targetId',
      'ageGroup',
      'gender',
      'nationality',
      'ethnicity',
      'religionOrBelief',
      'sexualOrientation',
      'marriageOrCivilPartnership',
      'languages',
      'caringResponsibilities',
      'disabled',
      'communicationRequirements',
      'economicSituation',
      'homeSituation',
      'armedForces',
      'version',
      'createdAt',
      'lastModifiedAt',
    ]),
    person: mayDo('person.read'),
  },
  CodedAnswer: each(mayRead, ['code', 'otherText']),
  GenderAnswer: each(mayRead, ['code', 'otherText', 'differentToBirthSex']),
  MarriageOrCivilPartnershipAnswer: each(mayRead, ['married', 'civilPartnership']),
  LanguageAnswer: each(mayRead, ['language', 'isPrimary']),
  CaringResponsibilitiesAnswer: each(mayRead, ['providesUnpaidCare', 'hoursSpentProvidingUnpaidCare']),
  RecordEqualityInformationPayload: { equalityInformation: mayRead },
  IngestEqualityInformationPayload: { results: mayIngest },
};
