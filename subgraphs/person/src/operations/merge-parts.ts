import { setTimeout as sleep } from 'node:timers/promises';
import type { PersonMergeEvent } from '@resident-graph/schema';
import { DependencyError, type ProblemCollector, readRequiredText, type SignedCall } from '@resident-graph/service-kit';
import { hasHappened, type MergeStep } from '../domain/merge.ts';
import { toMergeEvent } from '../domain/merge-event.ts';
import { type Person, toPersonEvent } from '../domain/person.ts';
import { type ChangeAuthor, toPersonChange } from '../domain/person-change.ts';
import { authorOf } from './author-of.ts';
import type { OperationParts } from './operation-parts.ts';

/** What merging and parting persons stand on. */
export interface MergeParts extends OperationParts {
  /** Tells all who have to know; rejects when one of them does not answer. */
  readonly tellMerge: (event: PersonMergeEvent) => Promise<void>;
  /** How long a mutation waits for them, in milliseconds. */
  readonly confirmMilliseconds: number;
}

/** After so long a step that nobody finished was left behind by a process that is gone, in milliseconds. */
const abandonedMilliseconds = 60_000;

/** Reads why persons are merged or parted: 20 to 2,000 characters. */
export const readMergeReason = (reason: string, problems: ProblemCollector): string =>
  readRequiredText(
    reason,
    { path: 'reason', minimumLength: 20, maximumLength: 2_000, expected: 'a text of at least 20 characters' },
    problems,
  );

/** The persons of two ids; null for an unknown one. */
export const findPair = async (
  { store }: Pick<OperationParts, 'store'>,
  [first, second]: readonly [string, string],
): Promise<readonly [Person | null, Person | null]> => {
  const found = await store.findPersons([first, second]);
  return [found.find(({ id }) => id === first) ?? null, found.find(({ id }) => id === second) ?? null];
};

/** Writes the merged person as it is from now on; answers the event that was written, null when somebody else was faster. */
export const markMerged = async (
  parts: OperationParts,
  { before, mergedInto, reason }: { readonly before: Person; readonly mergedInto: Person['mergedInto']; readonly reason: string },
  call: SignedCall,
): Promise<PersonMergeEvent | null> => {
  const at = new Date(parts.now()).toISOString();
  const after: Person = { ...before, mergedInto, version: before.version + 1, lastModifiedAt: at };
  const event = toMergeEvent(after, { at, correlationId: call.correlationId, newId: parts.newId });
  const entry = toPersonChange(before, after, authorOf(mergedInto === null ? 'UNMERGED' : 'MERGED', call));
  // The reason of a merge goes with it; here it stays.
  const change = { ...entry, fields: [...entry.fields, { field: 'mergeReason', before: null, after: reason }] };
  return (await parts.store.merges.mark(before, after, { event, change })) ? event : null;
};

/**
 * Waits until all slices know.
 * @throws DependencyError STORE_UNAVAILABLE when one does not answer in time; the relay goes on telling
 */
export const waitUntilKnown = async ({ tellMerge, confirmMilliseconds }: MergeParts, event: PersonMergeEvent): Promise<void> => {
  const abort = new AbortController();
  const isKnown = await Promise.race([
    tellMerge(event).then(
      () => true,
      () => false,
    ),
    sleep(confirmMilliseconds, false, { signal: abort.signal }).catch(() => false),
  ]);
  abort.abort();
  if (!isKnown)
    throw new DependencyError('STORE_UNAVAILABLE', 'It is recorded, but not known everywhere yet; it is being completed. Ask again.');
};

/**
 * Finishes a step on the survivor: what happened is written into it, what did not is taken back. Whoever does it first, the others find it
 * done. A step that is given is finished also where its note was taken for one that was left behind.
 */
export const settleStep = async (
  parts: OperationParts,
  { survivorId, given = null }: { readonly survivorId: string; readonly given?: MergeStep | null },
  author: Omit<ChangeAuthor, 'action'>,
): Promise<void> => {
  for (;;) {
    const [survivor] = await parts.store.findPersons([survivorId]);
    const step = survivor?.mergeUnderWay ?? given;
    if (survivor === undefined || step === null) return;
    const isNoted = survivor.mergeUnderWay !== null;
    const [merged] = await parts.store.findPersons([step.mergedId]);
    if (merged === undefined || !hasHappened(step, merged)) {
      if (isNoted) await parts.store.merges.takeBack(survivorId, step);
      return;
    }
    const isListed = survivor.mergedIds.includes(step.mergedId);
    if (!isNoted && isListed === (step.kind === 'MERGE')) return;
    if (await writeSettled(parts, { survivor, step }, author)) return;
  }
};

const writeSettled = async (
  parts: OperationParts,
  { survivor, step }: { readonly survivor: Person; readonly step: MergeStep },
  author: Omit<ChangeAuthor, 'action'>,
): Promise<boolean> => {
  const at = new Date(parts.now()).toISOString();
  const others = survivor.mergedIds.filter((id) => id !== step.mergedId);
  const mergedIds = step.kind === 'MERGE' ? [...others, step.mergedId] : others;
  const after: Person = { ...survivor, mergedIds, mergeUnderWay: null, version: survivor.version + 1, lastModifiedAt: at };
  const event = toPersonEvent('PersonAmended', after, { at, correlationId: step.mergeId, newId: parts.newId });
  const change = toPersonChange(survivor, after, { ...author, action: step.kind === 'MERGE' ? 'ABSORBED' : 'RELEASED' });
  const isWritten = await parts.store.merges.settle(survivor, after, { event, change });
  if (isWritten) parts.announce();
  return isWritten;
};

/** Whether a step that is under way was left behind by somebody who is gone. */
const isAbandoned = ({ at }: MergeStep, now: number): boolean => now - Date.parse(at) > abandonedMilliseconds;

/** Finishes what a process that is gone left behind on a person. */
export const settleAbandoned = async (parts: OperationParts, person: Person): Promise<void> => {
  if (person.mergeUnderWay !== null && isAbandoned(person.mergeUnderWay, parts.now()))
    await settleStep(parts, { survivorId: person.id }, recovering);
};

/** Who finishes what a process that is gone left behind. */
const recovering: Omit<ChangeAuthor, 'action'> = { subjectId: 'person', area: null };

/** Finishes all steps that were left behind; in a store of one process alone these are all steps there are. */
export const recoverMerges = async (parts: OperationParts, isOnlyProcess: boolean): Promise<void> => {
  for (const id of await parts.store.merges.findUnderWay()) {
    const [survivor] = await parts.store.findPersons([id]);
    if (survivor === undefined) continue;
    if (isOnlyProcess) await settleStep(parts, { survivorId: id }, recovering);
    else await settleAbandoned(parts, survivor);
  }
};
