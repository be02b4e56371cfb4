import { isInsideCompartment } from '@resident-graph/policy';
import { outsideCompartment, type SignedCall } from '@resident-graph/service-kit';
import { isResidentSpeaking } from '../domain/consent-authority.ts';
import type { RestrictionSource } from '../domain/join-person-facts.ts';

/** What tells who is restricted. */
export interface RestrictionGuardParts {
  readonly restrictions: RestrictionSource;
}

/**
 * Those of some persons on whom the caller may not write: they are restricted and the caller is outside the compartment. Residents write
 * on their own record only, which a restriction does not close to them (access-model.md section 6, cap 2 on G5).
 */
export const findBarred = async (
  { restrictions }: RestrictionGuardParts,
  personIds: readonly string[],
  { subject }: Pick<SignedCall, 'subject'>,
): Promise<ReadonlySet<string>> => {
  if (isResidentSpeaking(subject)) return new Set();
  const found = await restrictions.findRestrictions(personIds);
  return new Set([...found].filter(([, { compartment }]) => !isInsideCompartment(subject, compartment)).map(([personId]) => personId));
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
