import { dateOfBirthToken, longestPrefixToken, personTypeToken } from '../domain/name-tokens.ts';
import { type PersonMatchKind, type PersonSearchQuery, personMatchKinds } from '../domain/person-search.ts';
import { type SearchWord, searchWords } from '../domain/search-words.ts';
import type { TypoDictionary } from './typo-dictionary.ts';

/** A misspelling that has more neighbours than this is no name; the largest seen among a million persons was 57. */
const mostExpansions = 200;

/** How well a person matched. */
export interface NameMatch {
  /** 0 for the exact full name, then 1 to 3 by the loosest word: whole, beginning, typing error. */
  readonly tier: number;
  readonly matchedOn: readonly PersonMatchKind[];
}

/** A search as full-text expressions. */
export interface MatchPlan {
  /** Finds every hit. */
  readonly all: string;
  /** Finds the hits of one tier only, best tier first; together they are `all`, and no hit is in two. */
  readonly tiers: readonly string[];
  /** Judges a hit by its stored line of name tokens. */
  classify(nameLine: string): NameMatch;
}

/** Only folded tokens get here: letters, digits and the dot of full names, so that a quote can never close. */
const quote = (token: string): string => `"${token}"`;

const anyOf = (terms: readonly string[]): string => (terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' OR ')})`);

/** The terms of one word, tightest kind first. */
const termsByKind = (word: SearchWord, dictionary: TypoDictionary): readonly (readonly string[])[] => {
  const isShort = [...word.word].length <= longestPrefixToken;
  const typos = word.mayHaveTypo ? dictionary.listOneEditApart(word.word, mostExpansions) : [];
  return [
    word.spellings.map((spelling) => quote(`n${spelling}`)),
    [isShort ? quote(`p${word.word}`) : `${quote(`n${word.word}`)}*`],
    typos.map((typo) => quote(`n${typo}`)),
  ];
};

const kindOf = (word: SearchWord, tokens: readonly string[]): number => {
  if (word.spellings.some((spelling) => tokens.includes(`n${spelling}`))) return 0;
  return tokens.some((token) => token.startsWith(`n${word.word}`)) ? 1 : 2;
};

/**
 * Plans a search; null when its text has no letter or digit, which no person matches. Each wider tier contains the tighter ones, so a
 * tier alone is the wider one without the tighter. Source: embedded-search.md, "Recommended design" 3 to 5.
 */
export const planMatch = (query: PersonSearchQuery, dictionary: TypoDictionary): MatchPlan | null => {
  const { words, fullName } = searchWords(query.text);
  if (words.length === 0) return null;
  const filters = [
    ...(query.dateOfBirth === null ? [] : [quote(dateOfBirthToken(query.dateOfBirth))]),
    ...(query.personType === null ? [] : [quote(personTypeToken(query.personType))]),
  ];
  const filtered = (expression: string): string => [expression, ...filters].join(' AND ');
  const terms = words.map((word) => termsByKind(word, dictionary));
  const upTo = (kind: number): string => terms.map((byKind) => anyOf(byKind.slice(0, kind + 1).flat())).join(' AND ');
  const cumulative = [quote(fullName), ...personMatchKinds.map((_, kind) => `(${upTo(kind)})`)];
  return {
    all: filtered(cumulative.at(-1) ?? ''),
    tiers: cumulative.map((expression, tier) => filtered(tier === 0 ? expression : `(${expression} NOT ${cumulative[tier - 1] ?? ''})`)),
    classify: (nameLine) => {
      const tokens = nameLine.split(' ');
      const kinds = new Set(words.map((word) => kindOf(word, tokens)));
      const isFullName = tokens.includes(fullName);
      return {
        tier: isFullName ? 0 : 1 + Math.max(...kinds),
        matchedOn: isFullName ? ['EXACT'] : personMatchKinds.filter((_, kind) => kinds.has(kind)),
      };
    },
  };
};
