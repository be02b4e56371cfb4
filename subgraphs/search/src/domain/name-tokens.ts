import type { PersonSnapshot } from '@resident-graph/schema';
import { foldName, foldWords } from './fold-name.ts';

/** The version of the tokens below. Change it with the rules: an index of another version is emptied and rebuilt. */
export const tokenVersion = 1;

/** The longest beginning of a word, in letters, that is a token of its own. Longer ones are asked for as a prefix of words. */
export const longestPrefixToken = 3;

/** What is indexed of one person. The first letter of a token tells its kind. */
export interface NameTokens {
  /** Folded name words without a tag: hyphen parts, and two neighbours of one name joined. */
  readonly words: readonly string[];
  /** The tokens that matching is judged by: `n` name words and `f` full names. */
  readonly names: readonly string[];
  /** Every token: names, `p` beginnings of 1 to 3 letters, `g` filters. */
  readonly all: readonly string[];
  /** What surnames and forenames are sorted by; '' for none. */
  readonly surnameKey: string;
  readonly forenameKey: string;
}

/** The token that finds a full name in any order of its words. The dot is no letter or digit, so no folded word has one. */
export const fullNameToken = (words: readonly string[]): string => `f${[...words].sort().join('·')}`;

/** The token of a filter on the birth date. */
export const dateOfBirthToken = (date: string): string => `gd${date.replaceAll(/[^0-9]/g, '')}`;

/** The token of a filter on the person type. */
export const personTypeToken = (type: string): string => `gt${type.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;

/** The first letters of a word; whole letters also where one takes two code units. */
const beginnings = (word: string): readonly string[] => {
  const letters = [...word].slice(0, longestPrefixToken);
  return letters.map((_, index) => letters.slice(0, index + 1).join(''));
};

const isText = (value: string | null): value is string => value !== null;

/** The words of one name, and neighbours joined: `O Neil` is found by `oneil`, `Anna-Lena` by `annalena`. */
const nameWords = (name: string): readonly string[] => {
  const words = foldWords(name);
  const hyphenated = foldName(name)
    .filter((parts) => parts.length > 2)
    .map((parts) => parts.join(''));
  return [...words, ...words.slice(1).map((word, index) => `${words[index] ?? ''}${word}`), ...hyphenated];
};

/** Every full name that the snapshot allows: given or preferred, with or without a middle name, hyphens split or joined. */
const fullNames = (snapshot: PersonSnapshot): readonly string[] => {
  const either = (...names: readonly (string | null)[]): readonly string[] => {
    const present = names.filter(isText);
    return present.length > 0 ? present : [''];
  };
  const names = either(snapshot.forename, snapshot.preferredForename).flatMap((forename) =>
    either('', snapshot.middleName, snapshot.preferredMiddleName).flatMap((middleName) =>
      either(snapshot.surname, snapshot.preferredSurname).map((surname) => foldName(`${forename} ${middleName} ${surname}`)),
    ),
  );
  return names
    .filter((words) => words.length > 0)
    .flatMap((words) => [fullNameToken(words.flat()), fullNameToken(words.map((parts) => parts.join('')))]);
};

const sortKey = (...names: readonly (string | null)[]): string => foldWords(names.find(isText) ?? '').join(' ');

/** Every single name of a snapshot. */
const singleNames = (snapshot: PersonSnapshot): readonly string[] =>
  [
    snapshot.forename,
    snapshot.middleName,
    snapshot.surname,
    snapshot.preferredForename,
    snapshot.preferredMiddleName,
    snapshot.preferredSurname,
  ].filter(isText);

/**
 * The tokens of a person, each once, with the names of those who are merged into it; what is sorted and filtered by is the person's own.
 * Source: embedded-search.md, "Recommended design" 2.
 */
export const nameTokens = (snapshot: PersonSnapshot, alsoNamed: readonly PersonSnapshot[] = []): NameTokens => {
  const all = [snapshot, ...alsoNamed];
  const words = [...new Set(all.flatMap(singleNames).flatMap(nameWords))];
  const names = [...new Set([...words.map((word) => `n${word}`), ...all.flatMap(fullNames)])];
  const prefixes = words.flatMap(beginnings).map((beginning) => `p${beginning}`);
  const filters = [
    ...(snapshot.dateOfBirth === null ? [] : [dateOfBirthToken(snapshot.dateOfBirth)]),
    ...snapshot.personTypes.map(personTypeToken),
  ];
  return {
    words,
    names,
    all: [...new Set([...names, ...prefixes, ...filters])],
    surnameKey: sortKey(snapshot.surname, snapshot.preferredSurname),
    forenameKey: sortKey(snapshot.forename, snapshot.preferredForename),
  };
};
