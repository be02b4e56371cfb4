/** Straight, curly and modifier-letter apostrophes. */
const apostrophes = /['`\u00B4\u02B9-\u02BC\u2018-\u201B\u2032]/gu;

/** Longer beginnings of words tell no organisations apart. In characters. */
const longestPrefix = 40;

/** A text in lower case without marks and apostrophes, one blank between its words: what organisations are ordered and compared by. */
export const foldOrganisationName = (name: string): string =>
  name
    .replace(apostrophes, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const beginningOf = (word: string, length: number): string => [...word].slice(0, length).join('');

/**
 * The words of a search, folded, each once. An organisation is found when for each of them a word of its name begins so; none are left
 * of a text without letters and digits.
 */
export const searchedWords = (text: string): readonly string[] => [
  ...new Set(
    foldOrganisationName(text)
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => beginningOf(word, longestPrefix)),
  ),
];

/** All that words of a name can begin with: kept with an organisation, so that finding it is looking up equal texts in an index. */
export const prefixesOf = (name: string): readonly string[] => [
  ...new Set(
    searchedWords(name).flatMap((word) => {
      const characters = [...word];
      return characters.map((_, index) => characters.slice(0, index + 1).join(''));
    }),
  ),
];
