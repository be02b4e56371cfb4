import { assertInsideCompartment, notFound, ProblemCollector, type SignedCall, versionConflict } from '@resident-graph/service-kit';
import type { ChangeAction } from '../__generated__/schema-types.ts';
import { type Person, toPersonEvent } from '../domain/person.ts';
import { toPersonChange } from '../domain/person-change.ts';
import { findSurvivors } from '../domain/person-group.ts';
import { authorOf } from './author-of.ts';
import type { OperationParts } from './operation-parts.ts';

/** A change of one person. */
export interface PersonRevision {
  readonly id: string;
  readonly expectedVersion: number;
  /** Whether the record itself is meant also where it is merged away; else its survivor is. */
  readonly isRecordMeant?: boolean;
  readonly action: ChangeAction;
  /** Makes the person as it is to be, with the next version; the same one when nothing differs. Notes what is wrong with the input. */
  readonly revise: (before: Person, at: string, problems: ProblemCollector) => Person;
}

/**
 * Changes a person, with its event and its entry in the change history in one write. A change that changes nothing leaves no trace.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT with both versions, BAD_USER_INPUT with all problems; AuthorityError FORBIDDEN (S4) outside a restriction;
 * DependencyError STORE_UNAVAILABLE when restrictions cannot be known
 */
export const changePerson = async (parts: OperationParts, revision: PersonRevision, call: SignedCall): Promise<Person> => {
  const { id, expectedVersion, isRecordMeant = false, action, revise } = revision;
  const at = new Date(parts.now()).toISOString();
  await assertInsideCompartment(parts.restrictions, id, call);
  const before = await findPerson(parts, id, isRecordMeant);
  if (before.version !== expectedVersion) throw versionConflict(expectedVersion, before.version);
  const problems = new ProblemCollector('input');
  const after = revise(before, at, problems);
  problems.throwIfAny();
  if (after === before) return before;
  const event = toPersonEvent('PersonAmended', after, { at, correlationId: call.correlationId, newId: parts.newId });
  const change = toPersonChange(before, after, authorOf(action, call));
  if (!(await parts.store.amend(after, { event, change })))
    throw versionConflict(expectedVersion, (await findPerson(parts, id, isRecordMeant)).version);
  parts.announce();
  return after;
};

const findPerson = async ({ store }: OperationParts, id: string, isRecordMeant: boolean): Promise<Person> => {
  const person = isRecordMeant ? (await store.findPersons([id]))[0] : (await findSurvivors(store, [id])).get(id);
  if (person === undefined) throw notFound('person');
  return person;
};
