/**
 * The instant some calendar months later, or earlier, in UTC. A day that the month does not have is its last one: a year after 29 February
 * is 28 February.
 */
export const addMonths = (instant: number, months: number): number => {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
};
