import { AuthorityError, notFound, ProblemCollector, readRequiredText, type SignedCall } from '@resident-graph/service-kit';
import type { BreakGlassInput } from '../__generated__/schema-types.ts';
import { type BreakGlass, startOpening } from '../domain/break-glass.ts';
import { countStart, giveBackStart, lockUse } from '../domain/break-glass-use.ts';
import { findGroup } from '../domain/person-groups.ts';
import { readCaseReference } from '../domain/read-case-reference.ts';
import type { BreakGlassParts } from './break-glass-parts.ts';
import { recordChange } from './record-change.ts';
import { requireArea } from './require-area.ts';

const locked = (): AuthorityError =>
  new AuthorityError('BREAK_GLASS_LOCKED', 'The right to break glass is locked; information governance can give it back.', {
    ruleId: 'B1',
  });

/** Counts a start of the caller's; one too many locks the right, and that goes on record before. */
const takeStart = async ({ store, log, now }: BreakGlassParts, personId: string, call: SignedCall): Promise<void> => {
  const { id } = call.subject;
  let isRecorded = false;
  for (;;) {
    const use = await store.getUse(id);
    if (use.lockedAt !== null) throw locked();
    const counted = countStart(use, now());
    if (counted === null && !isRecorded) {
      await recordChange(log, call, { action: 'break-glass.lock', personIds: [personId], resourceIds: [id] });
      isRecorded = true;
    }
    if (!(await store.saveUse(counted ?? lockUse(use, now())))) continue;
    if (counted === null) throw locked();
    return;
  }
};

/** Takes back a start that did not come about. */
const returnStart = async ({ store }: BreakGlassParts, subjectId: string): Promise<void> => {
  for (;;) {
    if (await store.saveUse(giveBackStart(await store.getUse(subjectId)))) return;
  }
};

const readInput = (input: BreakGlassInput) => {
  const problems = new ProblemCollector('input');
  const rule = { path: 'narrative', minimumLength: 20, maximumLength: 2_000, expected: 'the emergency in at least 20 characters' };
  const narrative = readRequiredText(input.narrative, rule, problems);
  const caseReference = readCaseReference(input.caseReference, problems) ?? '';
  problems.throwIfAny();
  const { personId, reasonCode, lawfulBasis } = input;
  return { personId, reasonCode, lawfulBasis, narrative, caseReference };
};

/**
 * Opens other areas' details of a person, under all ids that are joined now, to the caller for 30 minutes; a start for a restricted person answers the same, and opens rows
 * after a second approval only (access-model.md section 9). It counts before it is on record, and is on record before it works.
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person; AuthorityError BREAK_GLASS_LOCKED; DependencyError
 * AUDIT_UNAVAILABLE, nothing is opened or counted then
 */
export const startBreakGlass = async (parts: BreakGlassParts, input: BreakGlassInput, call: SignedCall): Promise<BreakGlass> => {
  const area = requireArea(call);
  const emergency = readInput(input);
  const { personId } = emergency;
  if (!(await parts.persons.findExisting([personId], call.correlationId)).has(personId)) throw notFound('person');
  const { personIds, survivorId } = await findGroup(parts, emergency.personId, call);
  const owners = (await Promise.all(personIds.map((each) => parts.books.findAreas(each)))).flat();
  const owningAreas = [...new Set(owners)].filter((owner) => owner !== area);
  await takeStart(parts, survivorId, call);
  const opening = startOpening(
    { id: parts.newId(), area, startedBy: call.subject.id, owningAreas, ...emergency, personId: survivorId, personIds },
    parts.now(),
  );
  const { id } = opening;
  try {
    await recordChange(parts.log, call, { action: 'break-glass.start', personIds: [survivorId], resourceIds: [id], breakGlassId: id });
  } catch (error) {
    await returnStart(parts, call.subject.id);
    throw error;
  }
  await parts.store.add(opening);
  return opening;
};
