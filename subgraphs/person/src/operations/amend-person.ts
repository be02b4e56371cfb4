import type { SignedCall } from '@resident-graph/service-kit';
import type { AmendPersonInput } from '../__generated__/schema-types.ts';
import { amendedPerson } from '../domain/amended-person.ts';
import type { Person } from '../domain/person.ts';
import { changePerson } from './change-person.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Changes a person. A change that changes nothing succeeds without a new version or event.
 * @throws what `changePerson` throws
 */
export const amendPerson = (parts: OperationParts, input: AmendPersonInput, call: SignedCall): Promise<Person> => {
  const { id, expectedVersion, ...changes } = input;
  return changePerson(
    parts,
    { id, expectedVersion, action: 'AMENDED', revise: (before, at, problems) => amendedPerson(before, changes, { problems, at }) },
    call,
  );
};
