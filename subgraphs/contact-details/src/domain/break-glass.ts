import type { BreakGlassReason, BreakGlassReviewState, LawfulBasis } from '../__generated__/schema-types.ts';
import { addWorkingDays } from './working-days.ts';

/** How long an emergency opening lasts, in milliseconds: 30 minutes. Source: access-model.md section 9. */
const openingMilliseconds = 30 * 60 * 1_000;

/** Working days until the review is due. Source: access-model.md section 9. */
const reviewDays = 2;

/** A finding of governance. */
interface BreakGlassReview {
  readonly state: BreakGlassReviewState;
  readonly note: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
}

/** An emergency opening of one person's details to one subject. */
export interface BreakGlass {
  readonly id: string;
  readonly personId: string;
  /** The ids of the person that were joined at the start; a later merge does not widen it. Left out in older ones, which open their person. */
  readonly personIds?: readonly string[];
  /** The area in which it was started. */
  readonly area: string;
  readonly startedBy: string;
  /** ISO 8601 in UTC, as every moment here. */
  readonly startedAt: string;
  /** When it ends unless it is ended early. */
  readonly endsAt: string;
  /** Null unless ended early. */
  readonly endedAt: string | null;
  readonly reasonCode: BreakGlassReason;
  readonly narrative: string;
  readonly caseReference: string;
  readonly lawfulBasis: LawfulBasis;
  /** The other areas that held something of the person at the start. */
  readonly owningAreas: readonly string[];
  /** Null without a second approval. */
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly reviewDueAt: string;
  /** Oldest first; the newest counts. */
  readonly reviews: readonly BreakGlassReview[];
  /** The number of changes; starts at 1. */
  readonly version: number;
}

/** What an opening is made of. */
type BreakGlassStart = Pick<
  BreakGlass,
  'id' | 'personId' | 'personIds' | 'area' | 'startedBy' | 'reasonCode' | 'narrative' | 'caseReference' | 'lawfulBasis' | 'owningAreas'
>;

/** The ids that an opening opens. */
export const openedIds = ({ personId, personIds }: Pick<BreakGlass, 'personId' | 'personIds'>): readonly string[] =>
  personIds ?? [personId];

/** An opening that begins now, in milliseconds since 1970. */
export const startOpening = (start: BreakGlassStart, now: number): BreakGlass => ({
  ...start,
  startedAt: new Date(now).toISOString(),
  endsAt: new Date(now + openingMilliseconds).toISOString(),
  endedAt: null,
  approvedBy: null,
  approvedAt: null,
  reviewDueAt: new Date(addWorkingDays(now, reviewDays)).toISOString(),
  reviews: [],
  version: 1,
});

/** Whether an opening is open now. Half-open, as every interval; a clock that stepped back to before the start finds it not open. */
export const isActive = ({ startedAt, endsAt, endedAt }: BreakGlass, now: number): boolean =>
  endedAt === null && Date.parse(startedAt) <= now && now < Date.parse(endsAt);

/** Ends an opening early; null when it has ended. Under a clock that stepped back it ends at its start, so that it does not open again. */
export const endOpening = (opening: BreakGlass, now: number): BreakGlass | null => {
  const { startedAt, endsAt, endedAt, version } = opening;
  if (endedAt !== null || now >= Date.parse(endsAt)) return null;
  return { ...opening, endedAt: new Date(Math.max(now, Date.parse(startedAt))).toISOString(), version: version + 1 };
};

/** Approves an opening as second person. */
export const approveOpening = (opening: BreakGlass, by: string, now: number): BreakGlass => ({
  ...opening,
  approvedBy: by,
  approvedAt: new Date(now).toISOString(),
  version: opening.version + 1,
});

/** Adds a finding. */
export const reviewOpening = (opening: BreakGlass, review: BreakGlassReview): BreakGlass => ({
  ...opening,
  reviews: [...opening.reviews, review],
  version: opening.version + 1,
});

/** What became of the review. */
export const reviewStateOf = ({ reviews }: BreakGlass): BreakGlassReviewState => reviews.at(-1)?.state ?? 'AWAITING_REVIEW';
