import { AuthorityError, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { LinkCrossReferenceInput } from '../__generated__/schema-types.ts';
import { type CrossReference, isReference, maximumEarlierReferences, relinked } from '../domain/cross-reference.ts';
import { mayFollow } from '../domain/linked-system.ts';
import { actingAreaOf, findWritablePerson, type LinkOperationParts } from './link-operation-parts.ts';

/**
 * Notes under which reference another system knows a person. The newest counts, those before it are kept; the same again changes nothing.
 * Whoever may not follow the links to a system does not write its references either: the answer to a write tells that there is one.
 * @throws AuthorityError FORBIDDEN P6 without what the system asks for, S4 outside a restriction; InputError NOT_FOUND, BAD_USER_INPUT with all
 * problems; DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const linkCrossReference = async (
  parts: LinkOperationParts,
  input: LinkCrossReferenceInput,
  call: SignedCall,
): Promise<CrossReference> => {
  const { reference } = input;
  const by = { subjectId: call.subject.id, area: actingAreaOf(call) };
  const system = parts.systems.find(({ code }) => code === input.system);
  if (system !== undefined && !mayFollow(call.subject, system)) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'P6' });
  const personId = await findWritablePerson(parts, input.personId, call);
  const problems = new ProblemCollector('input');
  if (system === undefined) problems.add('system', 'UNKNOWN_CODE', 'Expected the code of a linked system.');
  if (!isReference(reference)) {
    problems.add(
      'reference',
      'INVALID_FORMAT',
      'Expected a letter or digit, then letters, digits, ".", "_", ":", "~" and "-", at most 100.',
    );
  }
  problems.throwIfAny();
  const linkedAt = new Date(parts.now()).toISOString();
  for (;;) {
    const before = await parts.crossReferences.findRecord({ personId, system: input.system });
    const after = relinked(before, { personId, system: input.system, reference, linkedAt, by });
    if (after === before) return after;
    if (after.earlier.length > maximumEarlierReferences) {
      problems.add(
        'reference',
        'TOO_MANY',
        `Expected at most ${maximumEarlierReferences} changes of one person's reference in one system.`,
      );
      problems.throwIfAny();
    }
    // Somebody else wrote in between: theirs becomes history, for this one comes later.
    if (await parts.crossReferences.save(after)) return after;
  }
};
