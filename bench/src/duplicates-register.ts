import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a person is registered under, and looked for by. Empty fields are null; `dateOfBirth` is one that exists, `YYYY-MM-DD`. */
export interface Identity {
  /** Who it is: a record and its corrupted copy share it. */
  readonly key: string;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly dateOfBirth: string | null;
}

/** How a copy differs from its original, in the order of the output. */
export const corruptions = [
  'same',
  'forename_typo',
  'surname_typo',
  'names_swapped',
  'day_and_month_swapped',
  'birth_date_other',
  'forename_missing',
  'surname_missing',
  'birth_date_missing',
  'several',
] as const;
export type Corruption = (typeof corruptions)[number];

const textOrNull = (text: string): string | null => (text === '' ? null : text);

/** `19651013` becomes `1965-10-13`; null for a day that does not exist: nobody can ask by it, the import leaves it out as well. */
const dateOrNull = (text: string): string | null => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/u.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
};

/** The rows of a file as the first columns have them, which quote nothing. */
const readRows = (path: string, toIdentity: (fieldOf: (column: string) => string) => Identity): readonly Identity[] => {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/u);
  const columns = header.split(',').map((column) => column.trim());
  return lines.map((line) => {
    const values = line.split(',').map((value) => value.trim());
    return toIdentity((column) => values[columns.indexOf(column)] ?? '');
  });
};

/** The rows of a FEBRL file; an original and its copy have one key. */
export const readFebrl = (path: string): readonly Identity[] =>
  readRows(path, (fieldOf) => ({
    key: /^rec-\d+/u.exec(fieldOf('rec_id'))?.[0] ?? '',
    forename: textOrNull(fieldOf('given_name')),
    surname: textOrNull(fieldOf('surname')),
    dateOfBirth: dateOrNull(fieldOf('date_of_birth')),
  }));

/** The invented residents of the sample register. */
export const readSampleRegister = (): readonly Identity[] => {
  const rows = readRows(fileURLToPath(new URL('../../samples/residents.csv', import.meta.url)), (fieldOf) => ({
    key: fieldOf('resident_ref'),
    forename: textOrNull(fieldOf('forename')),
    surname: textOrNull(fieldOf('surname')),
    dateOfBirth: dateOrNull(fieldOf('date_of_birth').replaceAll('-', '')),
  }));
  return [...new Map(rows.map((row) => [row.key, row])).values()];
};

/** The date with day and month in each other's place, whether or not there is such a day. */
export const swapDayAndMonth = (date: string): string => {
  const [year, month, day] = date.split('-');
  return `${year}-${day}-${month}`;
};

/** Which corruption made a copy of an original. */
export const corruptionOf = (original: Identity, copy: Identity): Corruption => {
  const isSwapped = copy.forename !== copy.surname && copy.forename === original.surname && copy.surname === original.forename;
  const found: Corruption[] = isSwapped ? ['names_swapped'] : [];
  if (!isSwapped && copy.forename !== original.forename) found.push(copy.forename === null ? 'forename_missing' : 'forename_typo');
  if (!isSwapped && copy.surname !== original.surname) found.push(copy.surname === null ? 'surname_missing' : 'surname_typo');
  if (copy.dateOfBirth !== original.dateOfBirth) {
    const isTurned = original.dateOfBirth !== null && copy.dateOfBirth === swapDayAndMonth(original.dateOfBirth);
    found.push(copy.dateOfBirth === null ? 'birth_date_missing' : isTurned ? 'day_and_month_swapped' : 'birth_date_other');
  }
  return found.length > 1 ? 'several' : (found[0] ?? 'same');
};

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export const createChance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Draws some of many, by chance. */
export const draw = <Item>(items: readonly Item[], count: number, chance: () => number): readonly Item[] =>
  items
    .map((item) => ({ item, place: chance() }))
    .toSorted((one, other) => one.place - other.place)
    .slice(0, count)
    .map(({ item }) => item);
