import { findingKey, type Identifying, type NamePair, namePairs } from './blocking-keys.ts';
import { foldToOneWord } from './fold-words.ts';

/** What persons are found by exactly: folded names, empty for any, and a birth date, null for any. */
export interface PersonFilter extends NamePair {
  readonly dateOfBirth: string | null;
  /** The blocking key that everybody has who fits; null where neither a name nor the birth date is known. */
  readonly key: string | null;
}

/** Makes the filter of what is known. */
export const toPersonFilter = (known: Pick<Identifying, 'forename' | 'surname' | 'dateOfBirth'>): PersonFilter => {
  const names = { forename: foldToOneWord(known.forename), surname: foldToOneWord(known.surname) };
  return { ...names, dateOfBirth: known.dateOfBirth, key: findingKey(names, known.dateOfBirth) };
};

/** Tells whether somebody goes or went by the names of a filter and has its birth date. */
export const fitsFilter = (person: Identifying, { forename, surname, dateOfBirth }: PersonFilter): boolean =>
  (dateOfBirth === null || person.dateOfBirth === dateOfBirth) &&
  ((forename === '' && surname === '') ||
    namePairs(person).some((pair) => (forename === '' || pair.forename === forename) && (surname === '' || pair.surname === surname)));
