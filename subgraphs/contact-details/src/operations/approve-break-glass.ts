import { AuthorityError, InputError, type SignedCall } from '@resident-graph/service-kit';
import { approveOpening, type BreakGlass, isActive } from '../domain/break-glass.ts';
import { type BreakGlassParts, writeOpening } from './break-glass-parts.ts';
import { recordChange } from './record-change.ts';

/**
 * Approves an opening as second person, so that it reaches restricted persons, safe addresses and confidential details; it ends when the
 * opening does. One that is approved stays as it is (access-model.md section 9).
 * @throws InputError NOT_FOUND, CONFLICT for one that is not open; AuthorityError FORBIDDEN (B5) for who started it; DependencyError
 * AUDIT_UNAVAILABLE, nothing is changed then
 */
export const approveBreakGlass = (parts: BreakGlassParts, id: string, call: SignedCall): Promise<BreakGlass> =>
  writeOpening(parts, id, async (before) => {
    const { personId, startedBy, approvedBy } = before;
    if (startedBy === call.subject.id) throw new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'B5' });
    if (!isActive(before, parts.now())) {
      throw new InputError('CONFLICT', 'Expected an emergency opening that is open now; it has to be started anew.');
    }
    if (approvedBy !== null) return null;
    await recordChange(parts.log, call, { action: 'break-glass.approve', personIds: [personId], resourceIds: [id], breakGlassId: id });
    return approveOpening(before, call.subject.id, parts.now());
  });
