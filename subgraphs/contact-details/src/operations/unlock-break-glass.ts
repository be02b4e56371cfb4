import { AuthorityError, InputError, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { UnlockBreakGlassInput } from '../__generated__/schema-types.ts';
import { unlockUse } from '../domain/break-glass-use.ts';
import { type BreakGlassParts, readGovernanceText } from './break-glass-parts.ts';
import { recordChange } from './record-change.ts';

/**
 * Gives a subject the right to break glass back, with three more starts on that day (access-model.md section 9). Answers the subject's id.
 * @throws InputError BAD_USER_INPUT, CONFLICT for a subject whose right is not locked; AuthorityError FORBIDDEN (B6) for the own right;
 * DependencyError AUDIT_UNAVAILABLE, nothing is changed then
 */
export const unlockBreakGlass = async (
  { store, log }: BreakGlassParts,
  { subjectId, reason }: UnlockBreakGlassInput,
  call: SignedCall,
): Promise<string> => {
  const problems = new ProblemCollector('input');
  readGovernanceText('reason', reason, problems);
  problems.throwIfAny();
  if (subjectId === call.subject.id) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'B6' });
  let isRecorded = false;
  for (;;) {
    const use = await store.getUse(subjectId);
    if (use.lockedAt === null) {
      if (isRecorded) return subjectId;
      throw new InputError('CONFLICT', 'Expected a subject whose right to break glass is locked.');
    }
    if (!isRecorded) await recordChange(log, call, { action: 'break-glass.unlock', personIds: [], resourceIds: [subjectId] });
    isRecorded = true;
    if (await store.saveUse(unlockUse(use))) return subjectId;
  }
};
