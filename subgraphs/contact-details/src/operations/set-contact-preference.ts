import { notFound, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { SetContactPreferenceInput } from '../__generated__/schema-types.ts';
import type { ContactPreference } from '../domain/contact-book.ts';
import { setPreferenceInBook } from '../domain/preference-in-book.ts';
import { readPreference } from '../domain/read-preference.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';
import { saveChange } from './write-book.ts';

/**
 * Sets how the acting area contacts a person; what is left out is cleared.
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person, VERSION_CONFLICT with both versions;
 * AuthorityError FORBIDDEN (S4) outside a restriction
 */
export const setContactPreference = async (
  parts: OperationParts,
  input: SetContactPreferenceInput,
  call: SignedCall,
): Promise<ContactPreference> => {
  const area = requireArea(call);
  const { personId } = input;
  const problems = new ProblemCollector('input');
  const facts = readPreference(input, problems);
  problems.throwIfAny();
  await assertNotRestricted(parts, personId, call);
  if (!(await parts.persons.findExisting([personId], call.correlationId)).has(personId)) throw notFound('person');
  const circumstances = toCircumstances(parts, call);
  for (;;) {
    const book = await parts.store.getBook({ targetId: personId, targetType: 'PERSON', area });
    const change = setPreferenceInBook(book, { facts, expectedVersion: input.expectedVersion ?? null }, circumstances);
    if (await saveChange(parts, change)) return change.preference;
  }
};
