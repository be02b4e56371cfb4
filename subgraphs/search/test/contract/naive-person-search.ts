import { foldName, foldWords } from '../../src/domain/fold-name.ts';
import type { IndexedPerson, PersonHit, PersonMatchKind, PersonSearchQuery } from '../../src/domain/person-search.ts';

/** Distance with swaps of neighbours, by the whole table. */
const editDistance = (left: string, right: string): number => {
  const table = Array.from({ length: left.length + 1 }, (_, row) =>
    Array.from({ length: right.length + 1 }, (_unused, column) => row + column),
  );
  const at = (row: number, column: number): number => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= left.length; row += 1) {
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const changed = at(row - 1, column - 1) + (isSame ? 0 : 1);
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY;
      (table[row] ?? [])[column] = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, changed, swapped);
    }
  }
  return at(left.length, right.length);
};

const kinds: readonly PersonMatchKind[] = ['EXACT', 'PREFIX', 'TYPO'];

/** 0 to 2 as `kinds`, or null where the word is in no way in the name. */
const judgeWord = (word: string, spellings: readonly string[], names: readonly string[]): number | null => {
  if (spellings.some((spelling) => names.includes(spelling))) return 0;
  if (names.some((name) => name.startsWith(word))) return 1;
  return word.length > 2 && names.some((name) => editDistance(word, name) <= 1) ? 2 : null;
};

const sameWords = (left: readonly string[], right: readonly string[]): boolean => left.toSorted().join(' ') === right.toSorted().join(' ');

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * What `searchPersons` means, person by person, for forenames and surnames without titles, digits or more than one hyphen. All hits in order.
 */
export const naivePersonSearch = (persons: readonly IndexedPerson[], query: PersonSearchQuery): readonly PersonHit[] => {
  const words = foldWords(query.text);
  const judged = persons.flatMap(({ id, snapshot }) => {
    if (query.dateOfBirth !== null && snapshot.dateOfBirth !== query.dateOfBirth) return [];
    if (query.personType !== null && !snapshot.personTypes.includes(query.personType)) return [];
    const fields = [snapshot.forename ?? '', snapshot.surname ?? ''];
    const names = fields.flatMap((field) => [
      ...foldWords(field),
      ...foldWords(field)
        .slice(1)
        .map((word, at) => foldWords(field)[at] + word),
    ]);
    const levels = words.map((word, at) => judgeWord(word, [word, (words[at - 1] ?? '') + word, word + (words[at + 1] ?? '')], names));
    if (words.length === 0 || levels.includes(null)) return [];
    const parts = fields.flatMap(foldName);
    const isFull =
      sameWords(words, parts.flat()) ||
      sameWords(
        words,
        parts.map((part) => part.join('')),
      );
    const matchedOn = kinds.filter((_, level) => (isFull ? level === 0 : levels.includes(level)));
    return [
      {
        personId: id,
        matchedOn,
        isFull,
        surname: foldWords(fields[1] ?? '').join(' '),
        forename: foldWords(fields[0] ?? '').join(' '),
        born: snapshot.dateOfBirth,
      },
    ];
  });
  const tier = (hit: (typeof judged)[number]): number => (hit.isFull ? 0 : 1 + kinds.indexOf(hit.matchedOn.at(-1) ?? 'TYPO'));
  const sign = query.isDescending ? -1 : 1;
  const nameSign = query.sortBy === 'SURNAME' ? sign : 1;
  return judged
    .toSorted(
      (left, right) =>
        (query.sortBy === 'RELEVANCE' ? tier(left) - tier(right) : 0) ||
        (query.sortBy === 'DATE_OF_BIRTH'
          ? Number(left.born === null) - Number(right.born === null) || sign * compareText(left.born ?? '', right.born ?? '')
          : 0) ||
        Number(left.surname === '') - Number(right.surname === '') ||
        nameSign * compareText(left.surname, right.surname) ||
        nameSign * compareText(left.forename, right.forename) ||
        compareText(left.personId, right.personId),
    )
    .map(({ personId, matchedOn }) => ({ personId, matchedOn }));
};
