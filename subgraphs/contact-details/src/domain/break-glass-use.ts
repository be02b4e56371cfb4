import { londonMoment } from './london-moment.ts';

/** Starts in one day; the next one locks the right. Source: access-model.md section 9. */
const maximumStarts = 3;

/** How often a subject broke glass, and whether the right is locked. */
export interface BreakGlassUse {
  readonly subjectId: string;
  /** The day of the last start by London's calendar, `YYYY-MM-DD`; empty before the first. */
  readonly day: string;
  /** The starts on that day since the right was last given back. */
  readonly starts: number;
  /** ISO 8601 in UTC; null while the right is not locked. */
  readonly lockedAt: string | null;
  /** The number of changes; starts at 1, 0 before the first. */
  readonly version: number;
}

/** What is known of a subject who never broke glass. */
export const noUse = (subjectId: string): BreakGlassUse => ({ subjectId, day: '', starts: 0, lockedAt: null, version: 0 });

/** One more start at an instant, in milliseconds since 1970; null when it is one too many. */
export const countStart = (use: BreakGlassUse, now: number): BreakGlassUse | null => {
  const { date } = londonMoment(now);
  // A clock that stepped back to an earlier day must not bring new starts.
  const isNewDay = date > use.day;
  const starts = (isNewDay ? 0 : use.starts) + 1;
  return starts > maximumStarts ? null : { ...use, day: isNewDay ? date : use.day, starts, version: use.version + 1 };
};

/** A start that did not come about is not counted. */
export const giveBackStart = (use: BreakGlassUse): BreakGlassUse => ({
  ...use,
  starts: Math.max(0, use.starts - 1),
  version: use.version + 1,
});

/** Locks the right. */
export const lockUse = (use: BreakGlassUse, now: number): BreakGlassUse => ({
  ...use,
  lockedAt: new Date(now).toISOString(),
  version: use.version + 1,
});

/** Gives the right back, with new starts: without them the next one would lock it again. */
export const unlockUse = (use: BreakGlassUse): BreakGlassUse => ({ ...use, starts: 0, lockedAt: null, version: use.version + 1 });
