import { calledByGateway, type LockRules, mayDo } from '@resident-graph/service-kit';

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const lock: LockRules = {
  Query: { _service: calledByGateway, _entities: calledByGateway, person: mayDo('person.read'), persons: mayDo('person.read') },
  Mutation: { createPerson: mayDo('person.write'), amendPerson: mayDo('person.write'), ingestPersons: mayDo('persons.ingest') },
  Person: { id: calledByGateway, '*': mayDo('person.read') },
  CreatePersonPayload: mayDo('person.write'),
  AmendPersonPayload: mayDo('person.write'),
  IngestPersonsPayload: mayDo('persons.ingest'),
  IngestItemResult: mayDo('persons.ingest'),
  InputProblem: mayDo('persons.ingest'),
  _Service: calledByGateway,
};
