import { notFound, type SignedCall } from '@resident-graph/service-kit';
import { type BreakGlass, endOpening } from '../domain/break-glass.ts';
import { type BreakGlassParts, writeOpening } from './break-glass-parts.ts';
import { recordChange } from './record-change.ts';

/**
 * Ends an opening of the caller's early; one that has ended stays as it is.
 * @throws InputError NOT_FOUND for an opening that does not exist, as for somebody else's; DependencyError AUDIT_UNAVAILABLE, it stays open
 */
export const endBreakGlass = (parts: BreakGlassParts, id: string, call: SignedCall): Promise<BreakGlass> =>
  writeOpening(parts, id, async (before) => {
    const { personId, startedBy } = before;
    if (startedBy !== call.subject.id) throw notFound('emergency opening');
    const ended = endOpening(before, parts.now());
    if (ended === null) return null;
    await recordChange(parts.log, call, { action: 'break-glass.end', personIds: [personId], resourceIds: [id], breakGlassId: id });
    return ended;
  });
