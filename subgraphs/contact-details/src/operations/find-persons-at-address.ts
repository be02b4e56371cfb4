import { permit, type Subject } from '@resident-graph/policy';
import type { InputProblem } from '@resident-graph/schema';
import { type FoundPersonsAtAddress, InputError } from '@resident-graph/service-kit';
import type { ContactReads } from './contact-reads.ts';

const problemsOf = (error: unknown): readonly InputProblem[] | null => {
  const problems = error instanceof InputError ? error.details['problems'] : undefined;
  return Array.isArray(problems) ? (problems as readonly InputProblem[]) : null;
};

/**
 * The persons of whom the acting area has an address as a current detail that the caller sees in full; nobody without the permission that
 * `findByContact` needs. For the worker of person alone, whose `findPersons` asks. Source: person seed, GET /persons; access-model.md L9.
 */
export const findPersonsAtAddress = async (
  reads: Pick<ContactReads, 'findByContact'>,
  { address, subject }: { readonly address: string; readonly subject: Subject },
): Promise<FoundPersonsAtAddress> => {
  if (!permit(subject, 'contact-detail.work').isPermitted) return { problems: [], personIds: [] };
  try {
    const rows = await reads.findByContact({ type: 'ADDRESS', value: address }, { subject });
    const persons = rows.filter(({ detail }) => detail.targetType === 'PERSON').map(({ detail }) => detail.targetId);
    return { problems: [], personIds: [...new Set(persons)] };
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === null) throw error;
    return { problems: [...problems], personIds: [] };
  }
};
