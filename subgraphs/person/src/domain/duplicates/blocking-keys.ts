import { doubleMetaphone } from 'double-metaphone';
import type { PersonFacts } from '../person-facts.ts';
import type { PreviousName } from '../previous-name.ts';
import { foldToOneWord, foldWords } from './fold-words.ts';
import { nicknameGroups } from './nicknames.ts';

/** The names of a person, now or before. */
type Names = Pick<PersonFacts, 'forename' | 'middleName' | 'surname' | 'preferredForename' | 'preferredSurname'>;

/** What a person is found by. */
export interface Identifying extends Names, Pick<PersonFacts, 'dateOfBirth'> {
  readonly nameHistory: readonly PreviousName[];
}

/** A forename and a surname that belong together, folded; either may be empty. */
export interface NamePair {
  readonly forename: string;
  readonly surname: string;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].filter((text) => text !== '');

const foldEach = (recorded: string | null, preferred: string | null): readonly string[] =>
  preferred === null ? [foldToOneWord(recorded)] : [foldToOneWord(recorded), foldToOneWord(preferred)];

/** Every pair of names that somebody goes or went by, the recorded one first; middle names are no part of them. */
export const namePairs = ({ nameHistory, ...now }: Omit<Identifying, 'dateOfBirth'>): readonly NamePair[] => {
  const pairs = new Map<string, NamePair>();
  for (const names of [now, ...nameHistory]) {
    const forenames = foldEach(names.forename, names.preferredForename);
    const surnames = foldEach(names.surname, names.preferredSurname);
    for (const forename of forenames) {
      for (const surname of surnames) if (forename !== '' || surname !== '') pairs.set(`${forename} ${surname}`, { forename, surname });
    }
  }
  return [...pairs.values()];
};

/** The pairs that somebody goes by who is called by a middle name: each word of it, now and before, with the surname of that time. */
export const middleNamePairs = ({ nameHistory, ...now }: Omit<Identifying, 'dateOfBirth'>): readonly NamePair[] =>
  [now, ...nameHistory].flatMap(({ middleName, surname }) =>
    foldWords(middleName ?? '').map((forename) => ({ forename, surname: foldToOneWord(surname) })),
  );

/** Sounds that were worked out lately: it takes longer than everything else, and the same names come again and again. */
const lately = new Map<string, readonly string[]>();
const maximumLately = 10_000;

/** How a folded name sounds, at most two ways; a name that is not written in Latin letters sounds as it is written. */
export const soundsOf = (name: string): readonly string[] => {
  const known = lately.get(name);
  if (known !== undefined) return known;
  const heard = unique(doubleMetaphone(name));
  const sounds = heard.length === 0 ? unique([name]) : heard;
  if (lately.size >= maximumLately) lately.clear();
  lately.set(name, sounds);
  return sounds;
};

const pairKey = (kind: string, one: string, other: string): string => `${kind}:${[one, other].toSorted().join(':')}`;

const keysOfPair = ({ forename, surname }: NamePair, dateOfBirth: string | null): readonly string[] => {
  const forenameSounds = unique([forename, ...nicknameGroups(forename)].flatMap(soundsOf));
  const surnameSounds = soundsOf(surname);
  const year = dateOfBirth?.slice(0, 4);
  // Sorted, so that day and month meet their swapped selves.
  const dayAndMonth = dateOfBirth?.slice(5).split('-').toSorted().join('');
  const keys = unique([forename, surname]).map((name) => `name:${name}`);
  for (const one of forenameSounds) for (const other of surnameSounds) keys.push(pairKey('sounds', one, other));
  if (forename !== '' && surname !== '') keys.push(pairKey('prefixes', forename.slice(0, 3), surname.slice(0, 3)));
  for (const sound of unique([...forenameSounds, ...surnameSounds])) {
    if (year !== undefined) keys.push(`year:${sound}:${year}`);
    if (dayAndMonth !== undefined) keys.push(`day:${sound}:${dayAndMonth}`);
  }
  return keys;
};

/**
 * The keys that a person is found by, the most telling ones first where there are several kinds. Two records of one person share at
 * least one of them unless both names and the birth date are off: names count in either order, by sound, nickname and prefix, the
 * date whole, by year, and by day and month in either order.
 */
export const blockingKeys = (person: Identifying): readonly string[] => {
  const { dateOfBirth } = person;
  const dates = dateOfBirth === null ? [] : [`date:${dateOfBirth}`];
  return unique([...dates, ...namePairs(person).flatMap((pair) => keysOfPair(pair, dateOfBirth))]);
};

/**
 * The most telling key that everybody has whose folded names and birth date are these; null where nothing is given. Others share it, too:
 * a sound is shared by many names.
 */
export const findingKey = ({ forename, surname }: NamePair, dateOfBirth: string | null): string | null => {
  if (dateOfBirth !== null) return `date:${dateOfBirth}`;
  if (forename !== '' && surname !== '') return pairKey('sounds', soundsOf(forename)[0] ?? '', soundsOf(surname)[0] ?? '');
  const [name] = unique([forename, surname]);
  return name === undefined ? null : `name:${name}`;
};
