import {
  assertInsideCompartment,
  badUserInput,
  notFound,
  ProblemCollector,
  type SignedCall,
  versionConflict,
} from '@resident-graph/service-kit';
import type { UnmergePersonsInput } from '../__generated__/schema-types.ts';
import type { MergeStep } from '../domain/merge.ts';
import { toMergeEvent } from '../domain/merge-event.ts';
import type { Person } from '../domain/person.ts';
import { findSurvivors } from '../domain/person-group.ts';
import { authorOf } from './author-of.ts';
import { findPair, type MergeParts, markMerged, readMergeReason, settleAbandoned, settleStep, waitUntilKnown } from './merge-parts.ts';

/** What an unmerge parted. */
export interface UnmergedPersons {
  /** The former survivor. */
  readonly person: Person;
  readonly unmergedPerson: Person;
}

/**
 * Parts a merged person from the survivor. What the person had absorbed before goes with it. Both are what they were, apart from versions.
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND, VERSION_CONFLICT; AuthorityError FORBIDDEN (S4) outside a restriction of the
 * group; DependencyError STORE_UNAVAILABLE when restrictions cannot be known, or it is not known everywhere yet
 * Source: access-model.md W11.
 */
export const unmergePersons = async (parts: MergeParts, input: UnmergePersonsInput, call: SignedCall): Promise<UnmergedPersons> => {
  const { mergedId, expectedVersion } = input;
  const problems = new ProblemCollector('input');
  const reason = readMergeReason(input.reason, problems);
  problems.throwIfAny();
  await assertInsideCompartment(parts.restrictions, mergedId, call);
  const merged = await findFree(parts, mergedId);
  const { mergedInto } = merged;
  const earlier = mergedInto === null ? await parts.store.merges.findParting(mergedId) : null;
  if (earlier !== null) return complete(parts, { survivorId: earlier, merged, given: null }, call);
  if (mergedInto === null)
    throw badUserInput([
      { path: 'input.mergedId', code: 'NOT_MERGED', message: 'Expected the id of a person who is merged into another.' },
    ]);
  if (merged.version !== expectedVersion) throw versionConflict(expectedVersion, merged.version);
  const { survivorId, mergeId } = mergedInto;
  const survivor = await findFree(parts, survivorId);
  const step = { kind: 'UNMERGE', mergeId, mergedId, at: new Date(parts.now()).toISOString() } as const;
  if (!(await parts.store.merges.begin(survivor, step))) throw versionConflict(survivor.version, survivor.version);
  const event = await markMerged(parts, { before: merged, mergedInto: null, reason }, call);
  if (event === null) {
    await parts.store.merges.takeBack(survivorId, step);
    const [current] = await parts.store.findPersons([mergedId]);
    throw versionConflict(expectedVersion, current?.version ?? expectedVersion);
  }
  parts.announce();
  return complete(parts, { survivorId, merged: { ...merged, version: event.version, mergedInto: null }, given: step }, call);
};

const complete = async (
  parts: MergeParts,
  { survivorId, merged, given }: { readonly survivorId: string; readonly merged: Person; readonly given: MergeStep | null },
  call: SignedCall,
): Promise<UnmergedPersons> => {
  const at = new Date(parts.now()).toISOString();
  await waitUntilKnown(parts, toMergeEvent(merged, { at, correlationId: call.correlationId, newId: parts.newId }));
  await settleStep(parts, { survivorId, given }, authorOf('RELEASED', call));
  const [, unmergedPerson] = await findPair(parts, [survivorId, merged.id]);
  const person = (await findSurvivors(parts.store, [survivorId])).get(survivorId);
  if (person === undefined || unmergedPerson === null) throw notFound('person');
  return { person, unmergedPerson };
};

/** A person with nothing that somebody who is gone left under way. */
const findFree = async (parts: MergeParts, id: string): Promise<Person> => {
  const [found] = await parts.store.findPersons([id]);
  if (found !== undefined) await settleAbandoned(parts, found);
  const [person] = await parts.store.findPersons([id]);
  if (person === undefined) throw notFound('person');
  return person;
};
