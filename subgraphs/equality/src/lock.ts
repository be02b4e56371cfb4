import { calledByGateway, type LockRules, mayDo } from '@resident-graph/service-kit';

const mayRead = mayDo('equality.read');
const mayIngest = mayDo('equality-information.ingest');

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const lock: LockRules = {
  Query: { _service: calledByGateway, _entities: calledByGateway, equalityInformation: mayRead, equalityInformationByTarget: mayRead },
  Mutation: { recordEqualityInformation: mayDo('equality.maintain'), ingestEqualityInformation: mayIngest },
  Person: { id: calledByGateway, equalityInformation: mayRead },
  EqualityInformation: mayRead,
  CodedAnswer: mayRead,
  GenderAnswer: mayRead,
  MarriageOrCivilPartnershipAnswer: mayRead,
  LanguageAnswer: mayRead,
  CaringResponsibilitiesAnswer: mayRead,
  RecordEqualityInformationPayload: mayDo('equality.maintain'),
  IngestEqualityInformationPayload: mayIngest,
  IngestItemResult: mayIngest,
  InputProblem: mayIngest,
  _Service: calledByGateway,
};
