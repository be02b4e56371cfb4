import {
  assertInsideCompartment,
  badUserInput,
  notFound,
  ProblemCollector,
  type SignedCall,
  versionConflict,
} from '@resident-graph/service-kit';
import type { MergePersonsInput } from '../__generated__/schema-types.ts';
import { maximumGroup } from '../domain/merge.ts';
import { toMergeEvent } from '../domain/merge-event.ts';
import type { Person } from '../domain/person.ts';
import { findMerged } from '../domain/person-group.ts';
import { authorOf } from './author-of.ts';
import { findPair, type MergeParts, markMerged, readMergeReason, settleAbandoned, settleStep, waitUntilKnown } from './merge-parts.ts';

/** What a merge joined. */
export interface MergedPersons {
  readonly person: Person;
  readonly mergeId: string;
}

/**
 * Merges a person into another. No record is copied: from then on both ids lead to the survivor. The same call again answers the merge that
 * stands. Killed at any moment, it is finished or taken back later.
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND, VERSION_CONFLICT; AuthorityError FORBIDDEN (S4) outside a restriction of one
 * of them; DependencyError STORE_UNAVAILABLE when restrictions cannot be known, or the merge is not known everywhere yet
 * Source: access-model.md W11.
 */
export const mergePersons = async (parts: MergeParts, input: MergePersonsInput, call: SignedCall): Promise<MergedPersons> => {
  const { survivorId, mergedId } = input;
  const problems = new ProblemCollector('input');
  const reason = readMergeReason(input.reason, problems);
  if (survivorId === mergedId) problems.add('mergedId', 'CONTRADICTION', 'Expected the ids of two persons.');
  problems.throwIfAny();
  await assertInsideCompartment(parts.restrictions, survivorId, call);
  await assertInsideCompartment(parts.restrictions, mergedId, call);
  const [survivor, merged] = await findFree(parts, input);
  if (merged.mergedInto?.survivorId !== survivorId) {
    await assertMergeable(parts, { survivor, merged }, input);
    await join(parts, { survivor, merged, reason }, call);
  }
  return complete(parts, { survivorId, mergedId }, call);
};

/** Both persons, with nothing that somebody who is gone left under way. */
const findFree = async (
  parts: MergeParts,
  { survivorId, mergedId }: Pick<MergePersonsInput, 'survivorId' | 'mergedId'>,
): Promise<readonly [Person, Person]> => {
  for (const person of await findPair(parts, [survivorId, mergedId])) if (person !== null) await settleAbandoned(parts, person);
  const [survivor, merged] = await findPair(parts, [survivorId, mergedId]);
  if (survivor === null || merged === null) throw notFound('person');
  return [survivor, merged];
};

const assertMergeable = async (
  { store }: MergeParts,
  { survivor, merged }: { readonly survivor: Person; readonly merged: Person },
  { survivorVersion, mergedVersion }: MergePersonsInput,
): Promise<void> => {
  const problems = new ProblemCollector('input');
  const away = 'Expected a person who is not merged into another: name the survivor, to whom the id leads.';
  if (survivor.mergedInto !== null) problems.add('survivorId', 'MERGED_AWAY', away);
  if (merged.mergedInto !== null) problems.add('mergedId', 'MERGED_AWAY', away);
  problems.throwIfAny();
  if (survivor.version !== survivorVersion) throw versionConflict(survivorVersion, survivor.version);
  if (merged.version !== mergedVersion) throw versionConflict(mergedVersion, merged.version);
  const groups = await findMerged(store, [survivor, merged]);
  const members = 2 + [...groups.values()].reduce((sum, { length }) => sum + length, 0);
  if (members > maximumGroup)
    throw badUserInput([{ path: 'input', code: 'TOO_MANY', message: `Expected at most ${maximumGroup} merged records of one person.` }]);
};

/** The two writes that count: the note on the survivor, then the merged person. */
const join = async (
  parts: MergeParts,
  { survivor, merged, reason }: { readonly survivor: Person; readonly merged: Person; readonly reason: string },
  call: SignedCall,
): Promise<void> => {
  const at = new Date(parts.now()).toISOString();
  const mergeId = parts.newId();
  const step = { kind: 'MERGE', mergeId, mergedId: merged.id, at } as const;
  if (!(await parts.store.merges.begin(survivor, step))) throw await conflictOf(parts, survivor);
  const { subjectId: by, area } = authorOf('MERGED', call);
  const event = await markMerged(
    parts,
    { before: merged, mergedInto: { survivorId: survivor.id, mergeId, at, by, area, reason }, reason },
    call,
  );
  if (event === null) {
    await parts.store.merges.takeBack(survivor.id, step);
    throw await conflictOf(parts, merged);
  }
  parts.announce();
};

/** VERSION_CONFLICT of a person who changed meanwhile, or with whom somebody is busy. */
const conflictOf = async ({ store }: MergeParts, { id, version }: Person): Promise<Error> => {
  const [current] = await store.findPersons([id]);
  return versionConflict(version, current?.version ?? version);
};

const complete = async (
  parts: MergeParts,
  { survivorId, mergedId }: { readonly survivorId: string; readonly mergedId: string },
  call: SignedCall,
): Promise<MergedPersons> => {
  const [, merged] = await findPair(parts, [survivorId, mergedId]);
  const mergedInto = merged?.mergedInto ?? null;
  if (merged === null || mergedInto?.survivorId !== survivorId) throw versionConflict(merged?.version ?? 0, merged?.version ?? 0);
  const circumstances = { at: mergedInto.at, correlationId: call.correlationId, newId: parts.newId };
  await waitUntilKnown(parts, toMergeEvent(merged, circumstances));
  const given = { kind: 'MERGE', mergeId: mergedInto.mergeId, mergedId, at: mergedInto.at } as const;
  await settleStep(parts, { survivorId, given }, authorOf('ABSORBED', call));
  const [survivor] = await parts.store.findPersons([survivorId]);
  if (survivor === undefined) throw notFound('person');
  return { person: survivor, mergeId: mergedInto.mergeId };
};
