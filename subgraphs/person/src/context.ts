import type { Connection, SignedCall } from '@resident-graph/service-kit';
import type { Person } from './domain/person.ts';
import type { ChangeOfPerson } from './domain/person-change.ts';
import type { Loaders } from './loaders.ts';
import type { ChangeHistoryArguments } from './operations/change-history.ts';
import type { FindPersonsArguments } from './operations/find-persons.ts';
import type { LinkOperations } from './operations/link-operations.ts';
import type { PersonOperations } from './operations/person-operations.ts';

/** What the resolvers of this subgraph find. */
export interface Context extends SignedCall {
  readonly loaders: Loaders;
  readonly operations: PersonOperations;
  readonly linkOperations: LinkOperations;
  /** The changes of a person that the caller may see, newest first. */
  readonly changeHistory: (asked: ChangeHistoryArguments, call: SignedCall) => Promise<Connection<ChangeOfPerson> | null>;
  /** The persons who have some names and birth date, of whom the caller may know. */
  readonly findPersons: (asked: FindPersonsArguments, call: SignedCall) => Promise<Connection<Person>>;
  /** The instant of the request, milliseconds since 1970. */
  readonly now: number;
}
