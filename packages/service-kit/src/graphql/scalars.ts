import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const calendarDate = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** Tells whether a text is a day that exists, `YYYY-MM-DD`. */
export const isCalendarDate = (text: string): boolean => {
  const parts = calendarDate.exec(text);
  if (parts === null) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  // Years below 100 are read as 19xx by Date.UTC, so they fail here, as they are meant to.
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/u;

const refuse = (expected: string): GraphQLError => new GraphQLError(`Expected ${expected}.`, { extensions: { code: 'BAD_USER_INPUT' } });

const textScalar = (name: string, read: (text: string) => string): GraphQLScalarType<string, string> =>
  new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => String(value),
    parseValue: (value) => read(typeof value === 'string' ? value : ''),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : ''),
  });

/** `Date`: a calendar date as text, never a JavaScript Date, so no time zone can move it. */
export const dateScalar = textScalar('Date', (text) => {
  if (isCalendarDate(text)) return text;
  throw refuse('a date that exists, YYYY-MM-DD');
});

/** `DateTime`: an instant as ISO text in UTC with milliseconds. */
export const dateTimeScalar = textScalar('DateTime', (text) => {
  // Date.parse moves a 30 February to March without a word.
  const milliseconds = instant.test(text) && isCalendarDate(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(milliseconds)) return new Date(milliseconds).toISOString();
  throw refuse('an instant in ISO 8601, such as 2026-03-10T09:30:00.000Z');
});
