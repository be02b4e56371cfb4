import { AuthorityError, assertInsideCompartment, notFound, type SignedCall } from '@resident-graph/service-kit';
import type { ExtendedDataSchemas } from '../domain/extended-data-schemas.ts';
import type { LinkedSystem } from '../domain/linked-system.ts';
import { findSurvivors } from '../domain/person-group.ts';
import type { CrossReferenceStore } from '../store/cross-reference-store.ts';
import type { ExtendedDataStore } from '../store/extended-data-store.ts';
import type { OperationParts } from './operation-parts.ts';

/** What the operations on cross-references and extended data stand on. */
export interface LinkOperationParts extends Pick<OperationParts, 'restrictions' | 'now'> {
  readonly store: Pick<OperationParts['store'], 'findPersons'>;
  readonly crossReferences: CrossReferenceStore;
  readonly extendedData: ExtendedDataStore;
  readonly systems: readonly LinkedSystem[];
  readonly schemas: ExtendedDataSchemas;
}

/** The area that writes. @throws AuthorityError SERVICE_AREA_REQUIRED without one, which the rules of both writes exclude */
export const actingAreaOf = ({ subject }: Pick<SignedCall, 'subject'>): string => {
  if (subject.actingArea === null) throw new AuthorityError('SERVICE_AREA_REQUIRED', 'An acting area is needed.');
  return subject.actingArea;
};

/**
 * Lets a write pass that hangs something on a person; answers on whom: the survivor of one who is merged away.
 * @throws AuthorityError FORBIDDEN (S4) outside a restriction; InputError NOT_FOUND; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const findWritablePerson = async (
  parts: Pick<LinkOperationParts, 'restrictions' | 'store'>,
  personId: string,
  call: SignedCall,
): Promise<string> => {
  await assertInsideCompartment(parts.restrictions, personId, call);
  const person = (await findSurvivors(parts.store, [personId])).get(personId);
  if (person === undefined) throw notFound('person');
  return person.id;
};
