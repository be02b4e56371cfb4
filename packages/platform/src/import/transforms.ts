const lettersOfName = /\p{L}+(?:['’]\p{L}+)*/gu;

const capitalise = (word: string): string => {
  const [first = '', ...rest] = [...word];
  return first.toLocaleUpperCase('en-GB') + rest.join('').toLocaleLowerCase('en-GB');
};

/** After an apostrophe a single letter stays small: O'Brien, but St John's. */
const capitaliseAroundApostrophes = (word: string): string =>
  word
    .split(/(['’])/)
    .map((part, index) => (index > 0 && part.length === 1 ? part.toLocaleLowerCase('en-GB') : capitalise(part)))
    .join('');

const isInOneCase = (text: string): boolean => text === text.toLocaleLowerCase('en-GB') || text === text.toLocaleUpperCase('en-GB');

/** `mary-jane o'brien` becomes `Mary-Jane O'Brien`; text that already mixes cases, such as `McDonald`, is left as it is. */
const nameCase = (text: string): string => (isInOneCase(text) ? text.replace(lettersOfName, capitaliseAroundApostrophes) : text);

const isoDate = (year: string, month: string, day: string): string | undefined => {
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00.000Z`);
  // Date rolls 30 February over to March, hence the comparison.
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : text;
};

const dateBy =
  (pattern: RegExp) =>
  (text: string): string | undefined => {
    const { year = '', month = '', day = '' } = pattern.exec(text)?.groups ?? {};
    return isoDate(year, month, day);
  };

/** What a mapping may do to a text, by name; undefined when the text is not what the transform reads. */
export const transforms = {
  'name-case': nameCase,
  'upper-case': (text: string) => text.toLocaleUpperCase('en-GB'),
  'lower-case': (text: string) => text.toLocaleLowerCase('en-GB'),
  'date-iso': dateBy(/^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/),
  'date-yyyymmdd': dateBy(/^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/),
  'date-dd/mm/yyyy': dateBy(/^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/),
} as const satisfies Readonly<Record<string, (text: string) => string | undefined>>;
export type TransformName = keyof typeof transforms;

/** The transforms whose result is a date `YYYY-MM-DD`. */
export const dateTransforms: readonly TransformName[] = ['date-iso', 'date-yyyymmdd', 'date-dd/mm/yyyy'];
