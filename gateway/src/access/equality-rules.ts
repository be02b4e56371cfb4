import { type AccessRules, each, mayDo, mayDoAll, reached } from './rules.ts';

const mayRead = mayDo('equality.read');
const mayReadAdjustments = mayDo('equality.adjustments');
const mayMaintain = mayDo('equality.maintain');
const mayReport = mayDo('equality.report');
const mayIngest = mayDo('equality-information.ingest');

/** Who may do what with the fields of the equality subgraph. */
export const equalityRules: AccessRules = {
  Query: {
    equalityInformation: mayReadAdjustments,
    equalityInformationByTarget: mayReadAdjustments,
    personByNationalInsuranceNumber: mayDoAll('equality.by-national-insurance-number', 'person.read'),
    equalityReport: mayReport,
  },
  Mutation: {
    recordEqualityInformation: mayMaintain,
    amendEqualityInformation: mayMaintain,
    ingestEqualityInformation: mayIngest,
  },
  Person: { equalityInformation: mayReadAdjustments },
  EqualityInformation: {
    id: reached,
    ...each(mayReadAdjustments, ['targetId', 'languages', 'communicationRequirements']),
    ...each(mayRead, [
      'ageGroup',
      'gender',
      'nationality',
      'ethnicity',
      'religionOrBelief',
      'sexualOrientation',
      'marriageOrCivilPartnership',
      'pregnancyOrMaternity',
      'nationalInsuranceNumber',
      'caringResponsibilities',
      'disabled',
      'economicSituation',
      'homeSituation',
      'armedForces',
      'sources',
      'version',
      'createdAt',
      'lastModifiedAt',
    ]),
    person: mayDo('person.read'),
  },
  CodedAnswer: each(mayRead, ['code', 'otherText']),
  GenderAnswer: each(mayRead, ['code', 'otherText', 'differentToBirthSex']),
  MarriageOrCivilPartnershipAnswer: each(mayRead, ['married', 'civilPartnership']),
  LanguageAnswer: each(mayReadAdjustments, ['language', 'isPrimary']),
  CaringResponsibilitiesAnswer: each(mayRead, ['providesUnpaidCare', 'hoursSpentProvidingUnpaidCare']),
  AnswerOrigin: each(mayRead, ['answer', 'source', 'at']),
  PregnancyOrMaternityAnswer: each(mayRead, ['pregnancyDate', 'pregnancyValidUntil', 'isCurrent']),
  NationalInsuranceNumber: each(mayRead, ['value', 'isMasked']),
  RecordEqualityInformationPayload: { equalityInformation: mayRead },
  AmendEqualityInformationPayload: { equalityInformation: mayRead },
  EqualityReport: each(mayReport, ['snapshotDay', 'base', 'suppressionReason', 'cells', 'suppressedBelow', 'roundedTo']),
  EqualityReportCell: each(mayReport, ['keys', 'count', 'percentage', 'isSuppressed']),
  EqualityReportKey: each(mayReport, ['dimension', 'code']),
  IngestEqualityInformationPayload: { results: mayIngest },
};
