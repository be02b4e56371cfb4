/** Sweden writes dates as ISO 8601 does. */
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day that London's calendars show at an instant, `YYYY-MM-DD`; the instant is in milliseconds since 1970. */
export const londonDay = (now: number): string => format.format(now);
