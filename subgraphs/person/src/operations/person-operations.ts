import type { SignedCall } from '@resident-graph/service-kit';
import type { AmendPersonInput, CreatePersonInput, IngestPersonsInput } from '../__generated__/schema-types.ts';
import type { Person } from '../domain/person.ts';
import { amendPerson } from './amend-person.ts';
import { createPerson } from './create-person.ts';
import { type IngestItemResult, ingestPersons } from './ingest-persons.ts';
import type { OperationParts } from './operation-parts.ts';

/** The writing operations of this subgraph. */
export interface PersonOperations {
  createPerson(input: CreatePersonInput, call: SignedCall): Promise<Person>;
  amendPerson(input: AmendPersonInput, call: SignedCall): Promise<Person>;
  ingestPersons(input: IngestPersonsInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createPersonOperations = (parts: OperationParts): PersonOperations => ({
  createPerson: (input, call) => createPerson(parts, input, call),
  amendPerson: (input, call) => amendPerson(parts, input, call),
  ingestPersons: (input, call) => ingestPersons(parts, input, call),
});
