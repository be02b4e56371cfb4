import { assertInsideCompartment, notFound, ProblemCollector, type SignedCall, versionConflict } from '@resident-graph/service-kit';
import type { AmendPersonInput } from '../__generated__/schema-types.ts';
import { amendedPerson } from '../domain/amended-person.ts';
import { type Person, toPersonEvent } from '../domain/person.ts';
import type { OperationParts } from './operation-parts.ts';

/**
 * Changes a person. A change that changes nothing succeeds without a new version or event.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT with both versions, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN (S4) outside a restriction;
 * DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const amendPerson = async (parts: OperationParts, input: AmendPersonInput, call: SignedCall): Promise<Person> => {
  const { id, expectedVersion, ...changes } = input;
  const at = new Date(parts.now()).toISOString();
  await assertInsideCompartment(parts.restrictions, id, call);
  const before = await findPerson(parts, id);
  if (before.version !== expectedVersion) throw versionConflict(expectedVersion, before.version);
  const problems = new ProblemCollector('input');
  const after = amendedPerson(before, changes, { problems, at });
  problems.throwIfAny();
  if (after === before) return before;
  const event = toPersonEvent('PersonAmended', after, { at, correlationId: call.correlationId, newId: parts.newId });
  if (!(await parts.store.amend(after, event))) throw versionConflict(expectedVersion, (await findPerson(parts, id)).version);
  parts.announce();
  return after;
};

const findPerson = async (parts: OperationParts, id: string): Promise<Person> => {
  const [person] = await parts.store.findPersons([id]);
  if (person === undefined) throw notFound('person');
  return person;
};
