import type { SignedCall } from '@resident-graph/service-kit';
import type { RecordIdentificationInput } from '../__generated__/schema-types.ts';
import { maximumIdentifications, readIdentification } from '../domain/identification.ts';
import type { Person } from '../domain/person.ts';
import { changePerson } from './change-person.ts';
import type { OperationParts } from './operation-parts.ts';

/** What became of a recorded document. */
export interface RecordedIdentification {
  readonly person: Person;
  /** The id of the new entry among the person's documents. */
  readonly identificationId: string;
}

/**
 * Records a document that a person identified themselves with. Source: person seed, `identification`.
 * @throws what `changePerson` throws; a national insurance number is BAD_USER_INPUT with the pointer to where it belongs
 */
export const recordIdentification = async (
  parts: OperationParts,
  { personId, expectedVersion, ...sent }: RecordIdentificationInput,
  call: SignedCall,
): Promise<RecordedIdentification> => {
  const id = parts.newId();
  const person = await changePerson(
    parts,
    {
      id: personId,
      expectedVersion,
      action: 'IDENTIFICATION_RECORDED',
      revise: (before, at, problems) => {
        const read = readIdentification(sent, { id, at }, problems);
        if (before.identification.length >= maximumIdentifications) {
          problems.add('', 'TOO_MANY', `Expected at most ${maximumIdentifications} documents of one person. Remove one first.`);
        }
        if (read === null) return before;
        return { ...before, identification: [...before.identification, read], version: before.version + 1, lastModifiedAt: at };
      },
    },
    call,
  );
  return { person, identificationId: id };
};
