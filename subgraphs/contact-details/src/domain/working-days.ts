import { londonMoment } from './london-moment.ts';

const dayMilliseconds = 24 * 60 * 60 * 1_000;
const minuteMilliseconds = 60 * 1_000;

/** How far London's clocks are before UTC at an instant, in milliseconds. */
const londonOffset = (instant: number): number => {
  const { date, time } = londonMoment(instant);
  return Date.parse(`${date}T${time}:00.000Z`) - Math.floor(instant / minuteMilliseconds) * minuteMilliseconds;
};

const isWorkingDay = (instant: number): boolean => !['SATURDAY', 'SUNDAY'].includes(londonMoment(instant).day);

/**
 * The same time of day by London's clocks, some working days later, in milliseconds since 1970. Working days are Monday to Friday; bank
 * holidays count as working days, so nothing is ever due later than it would be with a list of them.
 */
export const addWorkingDays = (instant: number, days: number): number => {
  const later = (count: number): number => {
    const moved = instant + count * dayMilliseconds;
    return moved + londonOffset(instant) - londonOffset(moved);
  };
  let count = 0;
  for (let left = days; left > 0; ) {
    count += 1;
    if (isWorkingDay(later(count))) left -= 1;
  }
  return later(count);
};
