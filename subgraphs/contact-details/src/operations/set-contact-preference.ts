import { notFound, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { SetContactPreferenceInput } from '../__generated__/schema-types.ts';
import { type ContactPreference, emptyBook } from '../domain/contact-book.ts';
import { findGroup } from '../domain/person-groups.ts';
import { setPreferenceInBook } from '../domain/preference-in-book.ts';
import { readPreference } from '../domain/read-preference.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { type OperationParts, toCircumstances } from './operation-parts.ts';
import { requireArea } from './require-area.ts';
import { saveChange } from './write-book.ts';

/**
 * Sets how the acting area contacts a person; what is left out is cleared. Under the id of a person who was merged away it is the
 * survivor's (access-model.md W11).
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
  const { personIds } = await findGroup(parts, personId, call);
  for (;;) {
    const books = await parts.store.getBooks(personIds.map((targetId) => ({ targetId, targetType: 'PERSON', area })));
    const [own = emptyBook({ targetId: personId, targetType: 'PERSON', area }), ...others] = books;
    // As the caller read it: the survivor's own, else what another id of the person has.
    const preference = own.preference ?? others.map((book) => book.preference).find((one) => one !== null) ?? null;
    const change = setPreferenceInBook({ ...own, preference }, { facts, expectedVersion: input.expectedVersion ?? null }, circumstances);
    if (await saveChange(parts, change)) return change.preference;
  }
};
