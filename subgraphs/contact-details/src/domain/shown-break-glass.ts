import type { BreakGlass as BreakGlassInGraph } from '../__generated__/schema-types.ts';
import { type BreakGlass, isActive, reviewStateOf } from './break-glass.ts';

/**
 * How much of an opening a reader sees: who started it and governance everything, an owning area without the words and of what was seen
 * the own rows, whoever else was told of it nothing of what was seen.
 */
export type BreakGlassView = 'WHOLE' | { readonly ownArea: string } | 'NOTHING_SEEN';

/** An opening as a reader sees it; what was seen through it is read when it is asked for. */
export type ShownBreakGlass = Omit<BreakGlassInGraph, 'person' | 'seen' | '__typename'> & {
  readonly personId: string;
  readonly view: BreakGlassView;
};

/** Cuts an opening to what a reader sees. `now`: milliseconds since 1970. */
export const showBreakGlass = (opening: BreakGlass, view: BreakGlassView, now: number): ShownBreakGlass => {
  const { id, personId, area, startedBy, startedAt, endsAt, endedAt, reasonCode, lawfulBasis, approvedBy, approvedAt, reviewDueAt } =
    opening;
  const review = opening.reviews.at(-1);
  const isWhole = view === 'WHOLE';
  return {
    id,
    personId,
    view,
    area,
    startedBy,
    startedAt,
    endsAt: endedAt ?? endsAt,
    isActive: isActive(opening, now),
    reasonCode,
    lawfulBasis,
    narrative: isWhole ? opening.narrative : null,
    caseReference: isWhole ? opening.caseReference : null,
    approvedBy,
    approvedAt,
    reviewState: reviewStateOf(opening),
    reviewDueAt,
    reviewedAt: review?.at ?? null,
    reviewNote: isWhole ? (review?.note ?? null) : null,
  };
};
