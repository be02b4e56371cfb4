import type { Subject } from '@resident-graph/policy';
import { type InputProblem, problemCodes } from '@resident-graph/schema';
import { z } from 'zod';
import { badUserInput, DependencyError } from '../errors/service-error.ts';
import { parseSubjectClaims } from '../identity/parse-subject-claims.ts';
import type { SignedCall } from '../subgraph/signed-call.ts';
import type { WorkerLink } from './worker-link.ts';

/** The worker action of contact-details that answers which persons a caller may know to be at an address. */
export const findPersonsAtAddressAction = 'persons.find-at-address';
const findPersonsAtAddressInput = z.strictObject({
  address: z.string().max(500),
  subjectId: z.string(),
  claims: z.record(z.string(), z.unknown()),
});
const problem = z.object({
  path: z.string(),
  code: z.custom<InputProblem['code']>((code) => typeof code === 'string' && Object.hasOwn(problemCodes, code)),
  message: z.string(),
});
const findPersonsAtAddressOutput = z.object({ problems: z.array(problem), personIds: z.array(z.string()) });

/** What contact-details answers: what is wrong with the address, or who is there. */
export type FoundPersonsAtAddress = Readonly<z.input<typeof findPersonsAtAddressOutput>>;

/**
 * The persons of whom the acting area has this address as a current detail that the caller sees in full, at most 100; by the ids that it was
 * recorded for. Nobody without a permission or an acting area.
 * @throws InputError BAD_USER_INPUT at `filter.address`; DependencyError STORE_UNAVAILABLE when contact-details does not answer
 */
export type FindPersonsAtAddress = (address: string, call: Pick<SignedCall, 'subject' | 'correlationId'>) => Promise<readonly string[]>;

/** Asks contact-details each time. Who asks is told along, as the gateway signed it, and is judged there. */
export const createFindPersonsAtAddress =
  (contactDetails: WorkerLink): FindPersonsAtAddress =>
  async (address, { subject, correlationId }) => {
    const { id: subjectId, ...claims } = subject;
    const answer = await contactDetails
      .call(findPersonsAtAddressAction, { address, subjectId, claims }, correlationId)
      .catch((cause: unknown) => {
        throw new DependencyError('STORE_UNAVAILABLE', 'Who is at an address cannot be known now.', { cause });
      });
    const { problems, personIds } = findPersonsAtAddressOutput.parse(answer);
    if (problems.length > 0) throw badUserInput(problems.map((found) => ({ ...found, path: 'filter.address' })));
    return personIds;
  };

/** Reads what `findPersonsAtAddressAction` was given. @throws Error for any other shape, or a subject that the gateway would not sign */
export const readPersonsAtAddress = (input: unknown): { readonly address: string; readonly subject: Subject } => {
  const { address, subjectId, claims } = findPersonsAtAddressInput.parse(input);
  return { address, subject: parseSubjectClaims(subjectId, claims) };
};
