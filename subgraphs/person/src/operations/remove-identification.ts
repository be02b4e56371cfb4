import { assertInsideCompartment, notFound, type SignedCall, versionConflict } from '@resident-graph/service-kit';
import type { RemoveIdentificationInput } from '../__generated__/schema-types.ts';
import type { Person } from '../domain/person.ts';
import { findMerged, findSurvivors } from '../domain/person-group.ts';
import { changePerson } from './change-person.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Takes a document away that a person identified themselves with, from whichever of the merged records holds it; the change history keeps it.
 * @throws what `changePerson` throws; InputError NOT_FOUND also for a document that the person does not have
 */
export const removeIdentification = async (
  parts: OperationParts,
  { personId, expectedVersion, identificationId }: RemoveIdentificationInput,
  call: SignedCall,
): Promise<Person> => {
  await assertInsideCompartment(parts.restrictions, personId, call);
  const survivor = (await findSurvivors(parts.store, [personId])).get(personId);
  if (survivor === undefined) throw notFound('person');
  if (survivor.version !== expectedVersion) throw versionConflict(expectedVersion, survivor.version);
  const merged = (await findMerged(parts.store, [survivor])).get(survivor.id) ?? [];
  const holder = [survivor, ...merged].find(({ identification }) => identification.some(({ id }) => id === identificationId));
  if (holder === undefined) throw notFound('identification');
  const written = await changePerson(
    parts,
    {
      id: holder.id,
      expectedVersion: holder.version,
      isRecordMeant: true,
      action: 'IDENTIFICATION_REMOVED',
      revise: (before, at) => ({
        ...before,
        identification: before.identification.filter(({ id }) => id !== identificationId),
        version: before.version + 1,
        lastModifiedAt: at,
      }),
    },
    call,
  );
  return holder === survivor ? written : survivor;
};
