import { notFound, type SignedCall } from '@resident-graph/service-kit';
import type { RemoveIdentificationInput } from '../__generated__/schema-types.ts';
import type { Person } from '../domain/person.ts';
import { changePerson } from './change-person.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Takes a document away that a person identified themselves with; the change history keeps it.
 * @throws what `changePerson` throws; InputError NOT_FOUND also for a document that the person does not have
 */
export const removeIdentification = (
  parts: OperationParts,
  { personId, expectedVersion, identificationId }: RemoveIdentificationInput,
  call: SignedCall,
): Promise<Person> =>
  changePerson(
    parts,
    {
      id: personId,
      expectedVersion,
      action: 'IDENTIFICATION_REMOVED',
      revise: (before, at) => {
        const identification = before.identification.filter(({ id }) => id !== identificationId);
        if (identification.length === before.identification.length) throw notFound('identification');
        return { ...before, identification, version: before.version + 1, lastModifiedAt: at };
      },
    },
    call,
  );
