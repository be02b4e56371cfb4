import { mayReadRecord, permit } from '@resident-graph/policy';
import { calledByGateway, type LockRules, mayDo, rowPasses } from '@resident-graph/service-kit';
import type { Context } from './context.ts';
import type { Person } from './domain/person.ts';

const isOpen = ({ id }: Person, { identity, subject }: Context): boolean => identity.issuer === 'gateway' && mayReadRecord(subject, id);

/** Opens to everybody but residents, who have the own record; the loader does not find them another one. */
const ownRecord = rowPasses<Person, Context>('own-record', isOpen);
const readableRecord = rowPasses<Person, Context>(
  'readable-record',
  (person, call) => isOpen(person, call) && permit(call.subject, 'person.read').isPermitted,
);

/** The second lock of this subgraph; the first is the gateway's. What is not named here is denied. */
export const lock: LockRules = {
  Query: {
    _service: calledByGateway,
    _entities: calledByGateway,
    person: mayDo('person.read'),
    persons: mayDo('person.read'),
    changeHistory: mayDo('person.changes'),
    possibleDuplicates: mayDo('person.search'),
    findPersons: mayDo('person.search'),
  },
  Mutation: {
    createPerson: mayDo('person.write'),
    amendPerson: mayDo('person.write'),
    recordIdentification: mayDo('person.write'),
    removeIdentification: mayDo('person.write'),
    ingestPersons: mayDo('persons.ingest'),
    mergePersons: mayDo('person.merge'),
    unmergePersons: mayDo('person.merge'),
    linkCrossReference: mayDo('cross-reference.write'),
    recordExtendedData: mayDo('extended-data.write'),
  },
  Person: { id: ownRecord, extendedData: mayDo('extended-data.read'), '*': readableRecord },
  MergedPerson: mayDo('person.read'),
  MergePersonsPayload: mayDo('person.merge'),
  UnmergePersonsPayload: mayDo('person.merge'),
  PossibleDuplicate: mayDo('person.search'),
  DuplicateReason: mayDo('person.search'),
  PersonConnection: mayDo('person.search'),
  PersonEdge: mayDo('person.search'),
  PersonLink: mayDo('person.read'),
  ExtendedData: mayDo('extended-data.read'),
  LinkCrossReferencePayload: mayDo('cross-reference.write'),
  CrossReference: mayDo('cross-reference.write'),
  RecordExtendedDataPayload: mayDo('extended-data.write'),
  PreviousName: mayDo('person.read'),
  Identification: mayDo('person.read'),
  RecordIdentificationPayload: mayDo('person.write'),
  RemoveIdentificationPayload: mayDo('person.write'),
  ChangeConnection: mayDo('person.changes'),
  ChangeEdge: mayDo('person.changes'),
  Change: mayDo('person.changes'),
  ChangedField: mayDo('person.changes'),
  PageInfo: calledByGateway,
  CreatePersonPayload: mayDo('person.write'),
  AmendPersonPayload: mayDo('person.write'),
  IngestPersonsPayload: mayDo('persons.ingest'),
  IngestItemResult: mayDo('persons.ingest'),
  InputProblem: mayDo('persons.ingest'),
  _Service: calledByGateway,
};
