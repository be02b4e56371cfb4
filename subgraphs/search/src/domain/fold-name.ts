/** The version of the folding below. Change it with the rules: an index folded by another version is emptied and rebuilt. */
export const foldVersion = 1;

/** Straight, curly, modifier-letter, prime, grave, acute and full-width forms: all that a keyboard or a register puts into O'Neil. */
const apostrophes = /['`\u00B4\u02B9-\u02BF\u02C8\u02CA\u02CB\u055A\u05F3\u2018-\u201B\u2032\u2035\uA78B\uA78C\uFF07]/gu;

/** Letters that Unicode does not decompose. The final sigma depends on its place in a word, so it is made an ordinary one. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ŋ: 'n',
  ɨ: 'i',
  ς: 'σ',
};
const letterToReplace = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');

/** Lower case of Latin letters without marks; other scripts keep their letters. */
const foldLetters = (text: string): string => {
  // Apostrophes go twice: NFKD turns a spacing acute into a blank, and takes one out of the letter ŉ.
  const lowered = withoutMarks(text.replace(apostrophes, '')).replace(apostrophes, '').toLowerCase();
  return withoutMarks(lowered).replace(letterToReplace, (letter) => plainLetters[letter] ?? letter);
};

/**
 * Folds a name into its words, the hyphen parts of each together: `Zoë O'Neil-Łuk` gives `[['zoe'], ['oneil', 'luk']]`. Only letters
 * and digits come out; everything else separates. The index and the query both use it, so that they agree.
 * Source: embedded-search.md, "Tokenizer".
 */
export const foldName = (text: string): readonly (readonly string[])[] =>
  foldLetters(text)
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .split(/[^\p{L}\p{Nd}-]+/u)
    .map((word) => word.split('-').filter((part) => part !== ''))
    .filter((parts) => parts.length > 0);

/** The folded words of a name in a row, hyphen parts as words of their own. */
export const foldWords = (text: string): readonly string[] => foldName(text).flat();
