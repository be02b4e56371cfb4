import { foldWords } from './fold-name.ts';
import { fullNameToken } from './name-tokens.ts';

/** How many words of a search are used; ten bound the work of one query (embedded-search.md, "Event loop and worker"). */
export const mostSearchWords = 10;

const titles: ReadonlySet<string> = new Set(['mr', 'mrs', 'miss', 'ms', 'mx', 'dr', 'prof']);

/** One word that a person's name must have in some way. */
export interface SearchWord {
  /** The folded word as written. */
  readonly word: string;
  /** What counts as the whole word: itself, and joined with its neighbours (`o neil` is `oneil`). */
  readonly spellings: readonly string[];
  /** Whether one typing error is allowed: words of 3 letters and more without a digit. */
  readonly mayHaveTypo: boolean;
}

/** The folded text of a search. */
export interface SearchWords {
  readonly words: readonly SearchWord[];
  /** The token of a person whose full name is just these words, in any order. */
  readonly fullName: string;
}

/** Folds the text of a search with the index's own folding; a leading title is dropped unless it stands alone. No words: none match. */
export const searchWords = (text: string): SearchWords => {
  const folded = foldWords(text);
  const isTitled = folded.length > 1 && titles.has(folded[0] ?? '');
  const used = folded.slice(isTitled ? 1 : 0).slice(0, mostSearchWords);
  const words = used.map((word, index): SearchWord => {
    const before = used[index - 1];
    const after = used[index + 1];
    return {
      word,
      spellings: [word, ...(before === undefined ? [] : [before + word]), ...(after === undefined ? [] : [word + after])],
      mayHaveTypo: [...word].length > 2 && !/\p{Nd}/u.test(word),
    };
  });
  return { words, fullName: fullNameToken(used) };
};
