import { AuthorityError, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { ReviewBreakGlassInput } from '../__generated__/schema-types.ts';
import { type BreakGlass, reviewOpening } from '../domain/break-glass.ts';
import { type BreakGlassParts, readGovernanceText, writeOpening } from './break-glass-parts.ts';
import { recordChange } from './record-change.ts';

/**
 * Records what governance found. A later finding takes its place and needs a note of its own; the same one again changes nothing
 * (access-model.md section 9).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND; AuthorityError FORBIDDEN (B6) for who started or approved it;
 * DependencyError AUDIT_UNAVAILABLE, nothing is changed then
 */
export const reviewBreakGlass = async (parts: BreakGlassParts, input: ReviewBreakGlassInput, call: SignedCall): Promise<BreakGlass> => {
  const { id, reviewState: state } = input;
  const problems = new ProblemCollector('input');
  if (state === 'AWAITING_REVIEW') problems.add('reviewState', 'INVALID_VALUE', 'Expected JUSTIFIED, NOT_JUSTIFIED or TRAINING.');
  const note = readGovernanceText('note', input.note, problems);
  problems.throwIfAny();
  const by = call.subject.id;
  return writeOpening(parts, id, async (before) => {
    const { personId, startedBy, approvedBy, reviews } = before;
    if (startedBy === by || approvedBy === by) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'B6' });
    const newest = reviews.at(-1);
    if (newest?.state === state && newest.note === note) return null;
    if (reviews.some((earlier) => earlier.note === note)) {
      problems.add('note', 'INVALID_VALUE', 'Expected a new note, which says why the finding changes.');
      problems.throwIfAny();
    }
    await recordChange(parts.log, call, { action: 'break-glass.review', personIds: [personId], resourceIds: [id], breakGlassId: id });
    return reviewOpening(before, { state, note, at: new Date(parts.now()).toISOString(), by });
  });
};
