import type { Connection, SignedCall } from '@resident-graph/service-kit';
import type { BreakGlassInput, ReviewBreakGlassInput, SeenContactDetail, UnlockBreakGlassInput } from '../__generated__/schema-types.ts';
import type { BreakGlass } from '../domain/break-glass.ts';
import { type ShownBreakGlass, showBreakGlass } from '../domain/shown-break-glass.ts';
import { approveBreakGlass } from './approve-break-glass.ts';
import type { BreakGlassParts } from './break-glass-parts.ts';
import { type BreakGlassQueueArguments, breakGlassQueue, viewOf } from './break-glass-queue.ts';
import { assertPermitted } from './consent-operation-parts.ts';
import { endBreakGlass } from './end-break-glass.ts';
import { reviewBreakGlass } from './review-break-glass.ts';
import { startBreakGlass } from './start-break-glass.ts';
import { unlockBreakGlass } from './unlock-break-glass.ts';

/** The operations on emergency openings; each throws AuthorityError FORBIDDEN for a subject that may not do it at all. */
export interface BreakGlassOperations {
  start(input: BreakGlassInput, call: SignedCall): Promise<ShownBreakGlass>;
  end(id: string, call: SignedCall): Promise<ShownBreakGlass>;
  approve(id: string, call: SignedCall): Promise<ShownBreakGlass>;
  review(input: ReviewBreakGlassInput, call: SignedCall): Promise<ShownBreakGlass>;
  /** Answers the subject's id. */
  unlock(input: UnlockBreakGlassInput, call: SignedCall): Promise<string>;
  queue(asked: BreakGlassQueueArguments, call: SignedCall): Promise<Connection<ShownBreakGlass>>;
  /** What was seen through an opening, as far as its reader sees it. */
  findSeen(opening: ShownBreakGlass): Promise<readonly SeenContactDetail[]>;
}

/** Binds the operations to what they stand on. */
export const createBreakGlassOperations = (parts: BreakGlassParts): BreakGlassOperations => {
  const show = (opening: BreakGlass, call: SignedCall): ShownBreakGlass => showBreakGlass(opening, viewOf(opening, call), parts.now());
  return {
    start: async (input, call) => {
      assertPermitted(call.subject, 'break-glass.start');
      return show(await startBreakGlass(parts, input, call), call);
    },
    end: async (id, call) => {
      assertPermitted(call.subject, 'break-glass.start');
      return show(await endBreakGlass(parts, id, call), call);
    },
    approve: async (id, call) => {
      assertPermitted(call.subject, 'break-glass.approve');
      // Of the own area too: an approver may be outside the compartment of a restricted person.
      return showBreakGlass(await approveBreakGlass(parts, id, call), 'NOTHING_SEEN', parts.now());
    },
    review: async (input, call) => {
      assertPermitted(call.subject, 'break-glass.review');
      return show(await reviewBreakGlass(parts, input, call), call);
    },
    unlock: async (input, call) => {
      assertPermitted(call.subject, 'break-glass.review');
      return unlockBreakGlass(parts, input, call);
    },
    queue: async (asked, call) => {
      assertPermitted(call.subject, 'break-glass.queue');
      return breakGlassQueue(parts, asked, call);
    },
    findSeen: async ({ id, view }) => {
      if (view === 'NOTHING_SEEN') return [];
      const seen = await parts.findSeen(id);
      return view === 'WHOLE' ? seen : seen.filter(({ area }) => area === view.ownArea);
    },
  };
};
