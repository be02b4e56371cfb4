const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The calendar day in London at an instant, `YYYY-MM-DD`. */
export const dayInLondon = (now: number): string => londonDay.format(now);

/**
 * Whether somebody born on a day is under 18 today in London; null without a date of birth. Whoever was born on 29 February comes of
 * age on 1 March, because the text of the birthday then comes after 28 February.
 */
export const isAMinor = (dateOfBirth: string | null, now: number): boolean | null => {
  if (dateOfBirth === null) return null;
  const comesOfAgeOn = `${String(Number(dateOfBirth.slice(0, 4)) + 18).padStart(4, '0')}${dateOfBirth.slice(4)}`;
  return comesOfAgeOn > dayInLondon(now);
};
