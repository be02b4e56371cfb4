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
  Query: { _service: calledByGateway, _entities: calledByGateway, person: mayDo('person.read'), persons: mayDo('person.read') },
  Mutation: { createPerson: mayDo('person.write'), amendPerson: mayDo('person.write'), ingestPersons: mayDo('persons.ingest') },
  Person: { id: ownRecord, '*': readableRecord },
  CreatePersonPayload: mayDo('person.write'),
  AmendPersonPayload: mayDo('person.write'),
  IngestPersonsPayload: mayDo('persons.ingest'),
  IngestItemResult: mayDo('persons.ingest'),
  InputProblem: mayDo('persons.ingest'),
  _Service: calledByGateway,
};
