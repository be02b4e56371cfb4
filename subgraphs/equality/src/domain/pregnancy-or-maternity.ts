import { londonDay } from './london-day.ts';

/** A pregnancy or maternity as the person told it. */
export interface PregnancyOrMaternity {
  /** `YYYY-MM-DD`. */
  readonly pregnancyDate: string;
}

/** Two years and nine months. Source: seed 003. */
const validMonths = 33;

/**
 * The last day on which a pregnancy or maternity counts, `YYYY-MM-DD`: 33 months after the date, and where that month has no such day its
 * last one. Source: domain-write.md section 5.6.
 */
export const pregnancyValidUntil = ({ pregnancyDate }: PregnancyOrMaternity): string => {
  const [year, month, day] = pregnancyDate.split('-').map(Number) as [number, number, number];
  // Day 0 is the last one of the month before.
  const lastOfMonth = new Date(Date.UTC(year, month + validMonths, 0));
  return `${lastOfMonth.toISOString().slice(0, 8)}${String(Math.min(day, lastOfMonth.getUTCDate())).padStart(2, '0')}`;
};

/** Tells whether it counts on the day that London has at an instant, in milliseconds since 1970. */
export const isCurrentPregnancy = (entry: PregnancyOrMaternity, now: number): boolean => londonDay(now) <= pregnancyValidUntil(entry);
