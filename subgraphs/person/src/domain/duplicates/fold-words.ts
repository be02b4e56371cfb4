/** What people type for an apostrophe, which is no letter of a name. */
const apostrophes = /['`\u00B4\u02BC\u2018\u2019\u2032\uFF07]/gu;
/** Letters that Unicode does not decompose. */
const plainLetters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** The words of a name in lower case, without marks and apostrophes, hyphen parts as words of their own: `Zoë O'Neil-Łuk` gives zoe, oneil, luk. */
export const foldWords = (text: string): readonly string[] =>
  // Most names are one plain word, and every candidate's is folded for every question.
  /^[A-Za-z]+$/u.test(text) ? [text.toLowerCase()] : foldAnything(text);

const foldAnything = (text: string): readonly string[] =>
  text
    .replace(apostrophes, '')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[ßøłæœđðþı]/gu, (letter) => plainLetters[letter] ?? letter)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '');

/** A name folded into one word; empty for none. */
export const foldToOneWord = (text: string | null): string => (text === null ? '' : foldWords(text).join(''));
