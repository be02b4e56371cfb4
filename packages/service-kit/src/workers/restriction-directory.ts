import { isInsideCompartment, isRole } from '@resident-graph/policy';
import { isServiceArea } from '@resident-graph/schema';
import { z } from 'zod';
import { AuthorityError, DependencyError } from '../errors/service-error.ts';
import type { SignedCall } from '../subgraph/signed-call.ts';
import type { WorkerLink } from './worker-link.ts';

/** The worker action of contact-details that answers who is restricted and who is inside. */
export const findRestrictionsAction = 'restrictions.find';
export const findRestrictionsInput = z.strictObject({ personIds: z.array(z.string()).max(1_000) });

const compartmentEntry = z.union([
  z.strictObject({ area: z.string().refine(isServiceArea), role: z.string().refine(isRole) }),
  z.strictObject({ subjectId: z.string() }),
]);
const findRestrictionsOutput = z.object({
  restrictions: z.array(z.object({ personId: z.string(), version: z.int(), compartment: z.array(compartmentEntry) })),
});

/** Who is restricted, as contact-details answers it; of a person whose ids are joined there may be several entries. */
export type FoundRestrictions = Readonly<z.input<typeof findRestrictionsOutput>>;

/** Where a caller stands towards a restricted person. */
export type RestrictionStanding = 'INSIDE' | 'OUTSIDE';

/** Tells which persons are under a restriction, for slices that show or write something of a person. */
export interface RestrictionDirectory {
  /**
   * Where the caller stands towards those persons that are under a restriction now, by person id; nothing is remembered.
   * Rejects with STORE_UNAVAILABLE when that cannot be known now: who is asked fails closed.
   */
  findStandings(
    personIds: readonly string[],
    call: Pick<SignedCall, 'subject' | 'correlationId'>,
  ): Promise<ReadonlyMap<string, RestrictionStanding>>;
}

/** A directory that asks contact-details each time. */
export const createRestrictionDirectory = (contactDetails: WorkerLink): RestrictionDirectory => ({
  findStandings: async (personIds, { subject, correlationId }) => {
    const wanted = [...new Set(personIds)];
    if (wanted.length === 0) return new Map();
    try {
      const answer = await contactDetails.call(findRestrictionsAction, { personIds: wanted }, correlationId);
      const { restrictions } = findRestrictionsOutput.parse(answer);
      const standings = new Map<string, RestrictionStanding>();
      for (const { personId, compartment } of restrictions) {
        // A person whose ids are joined may be under several: inside is who is inside each.
        if (!isInsideCompartment(subject, compartment)) standings.set(personId, 'OUTSIDE');
        else if (!standings.has(personId)) standings.set(personId, 'INSIDE');
      }
      return standings;
    } catch (cause) {
      throw new DependencyError('STORE_UNAVAILABLE', 'Whether the person is restricted cannot be known now; nothing was done.', { cause });
    }
  },
});

/** The one answer to a write on a restricted person from outside the compartment. Source: access-model.md section 5. */
export const outsideCompartment = (): AuthorityError => new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'S4' });

/**
 * Lets a write on a person pass unless the person is restricted and the caller outside the compartment.
 * @throws AuthorityError FORBIDDEN (S4), whatever is recorded of the person; DependencyError STORE_UNAVAILABLE when that cannot be known
 */
export const assertInsideCompartment = async (
  directory: RestrictionDirectory,
  personId: string,
  call: Pick<SignedCall, 'subject' | 'correlationId'>,
): Promise<void> => {
  if ((await directory.findStandings([personId], call)).get(personId) === 'OUTSIDE') throw outsideCompartment();
};
