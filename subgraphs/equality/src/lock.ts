import { calledByGateway, type LockRules, mayDo } from '@resident-graph/service-kit';

const mayRead = mayDo('equality.read');
const mayReadAdjustments = mayDo('equality.adjustments');
const mayMaintain = mayDo('equality.maintain');
const mayReport = mayDo('equality.report');
const mayIngest = mayDo('equality-information.ingest');

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const lock: LockRules = {
  Query: {
    _service: calledByGateway,
    _entities: calledByGateway,
    equalityInformation: mayReadAdjustments,
    equalityInformationByTarget: mayReadAdjustments,
    personByNationalInsuranceNumber: mayDo('equality.by-national-insurance-number'),
    equalityReport: mayReport,
  },
  Mutation: {
    recordEqualityInformation: mayMaintain,
    amendEqualityInformation: mayMaintain,
    ingestEqualityInformation: mayIngest,
  },
  Person: { id: calledByGateway, equalityInformation: mayReadAdjustments },
  EqualityInformation: {
    id: mayReadAdjustments,
    targetId: mayReadAdjustments,
    person: mayReadAdjustments,
    languages: mayReadAdjustments,
    communicationRequirements: mayReadAdjustments,
    ageGroup: mayRead,
    gender: mayRead,
    nationality: mayRead,
    ethnicity: mayRead,
    religionOrBelief: mayRead,
    sexualOrientation: mayRead,
    marriageOrCivilPartnership: mayRead,
    pregnancyOrMaternity: mayRead,
    nationalInsuranceNumber: mayRead,
    caringResponsibilities: mayRead,
    disabled: mayRead,
    economicSituation: mayRead,
    homeSituation: mayRead,
    armedForces: mayRead,
    sources: mayRead,
    version: mayRead,
    createdAt: mayRead,
    lastModifiedAt: mayRead,
  },
  AnswerOrigin: mayRead,
  PregnancyOrMaternityAnswer: mayRead,
  NationalInsuranceNumber: mayRead,
  CodedAnswer: mayRead,
  GenderAnswer: mayRead,
  MarriageOrCivilPartnershipAnswer: mayRead,
  LanguageAnswer: mayReadAdjustments,
  CaringResponsibilitiesAnswer: mayRead,
  RecordEqualityInformationPayload: mayMaintain,
  AmendEqualityInformationPayload: mayMaintain,
  IngestEqualityInformationPayload: mayIngest,
  EqualityReport: mayReport,
  EqualityReportCell: mayReport,
  EqualityReportKey: mayReport,
  IngestItemResult: mayIngest,
  InputProblem: mayIngest,
  _Service: calledByGateway,
};
