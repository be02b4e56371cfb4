import { isInsideCompartment, isResidentSpeaking } from '@resident-graph/policy';
import { outsideCompartment, type SignedCall } from '@resident-graph/service-kit';
import type { RestrictionSource } from '../domain/join-person-facts.ts';
import { findGroups, membersOf, type PersonGroupsParts } from '../domain/person-groups.ts';

/** What tells who is restricted, under whichever of the ids that are joined. */
export interface RestrictionGuardParts extends PersonGroupsParts {
  readonly restrictions: RestrictionSource;
}

/**
 * Those of some persons on whom the caller may not write: they, or whoever they are joined with, are restricted and the caller is outside a
 * compartment. Residents write on their own record only, which a restriction does not close to them (access-model.md section 6, cap 2 on
 * G5).
 */
export const findBarred = async (
  parts: RestrictionGuardParts,
  personIds: readonly string[],
  { subject }: Pick<SignedCall, 'subject'>,
): Promise<ReadonlySet<string>> => {
  if (isResidentSpeaking(subject)) return new Set();
  const groups = await findGroups(parts, personIds, { subject });
  const found = await parts.restrictions.findRestrictions(membersOf(groups));
  const isClosed = (id: string): boolean => {
    const compartment = found.get(id)?.compartment;
    return compartment !== undefined && !isInsideCompartment(subject, compartment);
  };
  return new Set([...groups].filter(([, joined]) => joined.some(isClosed)).map(([personId]) => personId));
};

/**
 * Lets a write on a person pass unless the person is restricted and the caller outside. Asked before anything that could tell of rows.
 * @throws AuthorityError FORBIDDEN (S4), the same whatever is recorded of the person
 */
export const assertNotRestricted = async (
  parts: RestrictionGuardParts,
  personId: string,
  call: Pick<SignedCall, 'subject'>,
): Promise<void> => {
  if ((await findBarred(parts, [personId], call)).has(personId)) throw outsideCompartment();
};
