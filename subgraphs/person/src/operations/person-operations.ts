import type { SignedCall } from '@resident-graph/service-kit';
import type {
  AmendPersonInput,
  CreatePersonInput,
  IngestPersonsInput,
  MergePersonsInput,
  RecordIdentificationInput,
  RemoveIdentificationInput,
  UnmergePersonsInput,
} from '../__generated__/schema-types.ts';
import type { Person } from '../domain/person.ts';
import { amendPerson } from './amend-person.ts';
import { createPerson } from './create-person.ts';
import { type IngestItemResult, ingestPersons } from './ingest-persons.ts';
import type { MergeParts } from './merge-parts.ts';
import { type MergedPersons, mergePersons } from './merge-persons.ts';
import { type PossibleDuplicate, type PossibleDuplicatesArguments, possibleDuplicates } from './possible-duplicates.ts';
import { type RecordedIdentification, recordIdentification } from './record-identification.ts';
import { removeIdentification } from './remove-identification.ts';
import { type UnmergedPersons, unmergePersons } from './unmerge-persons.ts';

/** The operations of this subgraph: what writes, and what looks before it writes. */
export interface PersonOperations {
  createPerson(input: CreatePersonInput, call: SignedCall): Promise<Person>;
  amendPerson(input: AmendPersonInput, call: SignedCall): Promise<Person>;
  recordIdentification(input: RecordIdentificationInput, call: SignedCall): Promise<RecordedIdentification>;
  removeIdentification(input: RemoveIdentificationInput, call: SignedCall): Promise<Person>;
  possibleDuplicates(asked: PossibleDuplicatesArguments, call: SignedCall): Promise<readonly PossibleDuplicate[]>;
  mergePersons(input: MergePersonsInput, call: SignedCall): Promise<MergedPersons>;
  unmergePersons(input: UnmergePersonsInput, call: SignedCall): Promise<UnmergedPersons>;
  ingestPersons(input: IngestPersonsInput, call: SignedCall): Promise<readonly IngestItemResult[]>;
}

/** Binds the operations to what they stand on. */
export const createPersonOperations = (parts: MergeParts): PersonOperations => ({
  createPerson: (input, call) => createPerson(parts, input, call),
  amendPerson: (input, call) => amendPerson(parts, input, call),
  recordIdentification: (input, call) => recordIdentification(parts, input, call),
  removeIdentification: (input, call) => removeIdentification(parts, input, call),
  possibleDuplicates: (asked, call) => possibleDuplicates(parts, asked, call),
  mergePersons: (input, call) => mergePersons(parts, input, call),
  unmergePersons: (input, call) => unmergePersons(parts, input, call),
  ingestPersons: (input, call) => ingestPersons(parts, input, call),
});
