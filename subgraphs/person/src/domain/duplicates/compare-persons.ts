import damerauLevenshtein from 'damerau-levenshtein';
import { type Identifying, middleNamePairs, type NamePair, namePairs, soundsOf } from './blocking-keys.ts';
import { nicknameGroups } from './nicknames.ts';

/** How well two names agree. */
type NameLevel = 'EXACT' | 'NICKNAME' | 'SOUND' | 'ONE_TYPO' | 'TWO_TYPOS' | 'PREFIX' | 'DIFFERENT';
/** How well two birth dates agree. */
type DateLevel = 'EXACT' | 'DAY_AND_MONTH_SWAPPED' | 'ONE_DIGIT' | 'TWO_DIGITS' | 'DIFFERENT';
/** Where the names stand when they do not stand where they should. */
type OrderLevel = 'SWAPPED' | 'MIDDLE_NAME';

/**
 * What an agreement tells, in bits, after Fellegi and Sunter: the logarithm of how much more often it is seen between records of one
 * person than between those of two. What is missing on either side tells nothing.
 */
const weights = {
  forename: { EXACT: 7, NICKNAME: 5, SOUND: 5, ONE_TYPO: 5, TWO_TYPOS: 3, PREFIX: 3, DIFFERENT: -6 },
  surname: { EXACT: 8, NICKNAME: 0, SOUND: 6, ONE_TYPO: 6, TWO_TYPOS: 3, PREFIX: 2, DIFFERENT: -3 },
  dateOfBirth: { EXACT: 12, DAY_AND_MONTH_SWAPPED: 10, ONE_DIGIT: 7, TWO_DIGITS: 3, DIFFERENT: -5 },
  /** Forename and surname had to change places to agree, or one goes by what is a middle name of the other. */
  nameOrder: { SWAPPED: -1, MIDDLE_NAME: -1 },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<NameLevel | DateLevel | OrderLevel, number>>>>>;

/** The bits that two records must agree in before they are as likely one person as two. */
const evenAt = 14;

/** From which score on a candidate is in which band, best first. */
const bands = [
  { band: 'CERTAIN', from: 0.99 },
  { band: 'PROBABLE', from: 0.6 },
  { band: 'POSSIBLE', from: 0.0004 },
] as const;

/** How likely a candidate is the same person. CERTAIN and PROBABLE stop a creation. */
export type DuplicateBand = (typeof bands)[number]['band'];

/** What one field says. */
export interface DuplicateReason {
  readonly field: keyof typeof weights;
  readonly level: NameLevel | DateLevel | OrderLevel;
  /** In bits; below 0 speaks against. */
  readonly weight: number;
}

/** What comparing two persons gives. */
export interface Comparison {
  /** From 0 to 1. */
  readonly score: number;
  /** Null for a candidate that is not worth showing. */
  readonly band: DuplicateBand | null;
  readonly reasons: readonly DuplicateReason[];
}

/** How many typos apart two texts are; more than two is as good as any number. */
const typosBetween = (one: string, other: string): number =>
  Math.abs(one.length - other.length) > 2 ? Number.POSITIVE_INFINITY : damerauLevenshtein(one, other).steps;

const nameLevel = (one: string, other: string): NameLevel => {
  if (one === other) return 'EXACT';
  const groups = nicknameGroups(other);
  if (nicknameGroups(one).some((group) => groups.includes(group))) return 'NICKNAME';
  const longest = Math.max(one.length, other.length);
  const typos = typosBetween(one, other);
  if (typos === 1 && longest >= 4) return 'ONE_TYPO';
  const sounds = soundsOf(other);
  if (longest >= 4 && soundsOf(one).some((sound) => sounds.includes(sound))) return 'SOUND';
  if (typos === 2 && longest >= 6) return 'TWO_TYPOS';
  return one.startsWith(other) || other.startsWith(one) ? 'PREFIX' : 'DIFFERENT';
};

const dateLevel = (one: string, other: string): DateLevel => {
  if (one === other) return 'EXACT';
  const [year, month, day] = other.split('-');
  if (one === `${year}-${day}-${month}`) return 'DAY_AND_MONTH_SWAPPED';
  const typos = typosBetween(one.replaceAll('-', ''), other.replaceAll('-', ''));
  return typos === 1 ? 'ONE_DIGIT' : typos === 2 ? 'TWO_DIGITS' : 'DIFFERENT';
};

const total = (reasons: readonly DuplicateReason[]): number => reasons.reduce((sum, { weight }) => sum + weight, 0);

const compareInOrder = (one: NamePair, other: NamePair): readonly DuplicateReason[] =>
  (['forename', 'surname'] as const).flatMap((field) => {
    if (one[field] === '' || other[field] === '') return [];
    const nickname = nameLevel(one[field], other[field]);
    // A surname has no nicknames: Tommy and Thomas are two families.
    const level = field === 'surname' && nickname === 'NICKNAME' ? 'DIFFERENT' : nickname;
    return [{ field, level, weight: weights[field][level] }];
  });

const comparePairs = (one: NamePair, other: NamePair): readonly DuplicateReason[] => {
  const straight = compareInOrder(one, other);
  const turned = compareInOrder(one, { forename: other.surname, surname: other.forename });
  const swapped = [...turned, { field: 'nameOrder', level: 'SWAPPED', weight: weights.nameOrder.SWAPPED } as const];
  return turned.length > 0 && total(swapped) > total(straight) ? swapped : straight;
};

const byMiddleName = { field: 'nameOrder', level: 'MIDDLE_NAME', weight: weights.nameOrder.MIDDLE_NAME } as const;

/**
 * Every way to lay the names of two persons side by side. A middle name stands for a forename, never for another middle name: twins are
 * given the same one.
 */
function* compareNames(one: Identifying, other: Identifying): Generator<readonly DuplicateReason[]> {
  const [pairs, otherPairs] = [namePairs(one), namePairs(other)];
  for (const pair of pairs) for (const otherPair of otherPairs) yield comparePairs(pair, otherPair);
  for (const pair of middleNamePairs(one)) for (const otherPair of otherPairs) yield [...compareInOrder(pair, otherPair), byMiddleName];
  for (const otherPair of middleNamePairs(other)) for (const pair of pairs) yield [...compareInOrder(pair, otherPair), byMiddleName];
}

/** Compares two persons by names, now and before, and birth date. The best pair of names counts. */
export const comparePersons = (one: Identifying, other: Identifying): Comparison => {
  let names: readonly DuplicateReason[] | undefined;
  for (const reasons of compareNames(one, other)) if (names === undefined || total(reasons) > total(names)) names = reasons;
  const reasons = [...(names ?? [])];
  if (one.dateOfBirth !== null && other.dateOfBirth !== null) {
    const level = dateLevel(one.dateOfBirth, other.dateOfBirth);
    reasons.push({ field: 'dateOfBirth', level, weight: weights.dateOfBirth[level] });
  }
  const score = Math.round(1e4 / (1 + 2 ** (evenAt - total(reasons)))) / 1e4;
  return { score, band: bands.find(({ from }) => score >= from)?.band ?? null, reasons };
};
