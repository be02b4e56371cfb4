import { type DisclosureControl, publishCount } from '../src/domain/report/disclosure-control.ts';
import { reportDimensions } from '../src/domain/report/report-dimension.ts';
import { mayReplace, type SnapshotRow } from '../src/domain/report/snapshot.ts';
import { type Ask, createAsk, createChance, inventRows, snapshotOf } from './report-population.ts';

const seeds = [1, 2, 3];
/** Nationality is left out: its table has little but withheld cells. */
const places = reportDimensions.flatMap(({ name }, place) => (name === 'NATIONALITY' ? [] : [place]));
/** Every two questions. */
export const pairs = places.flatMap((first) => places.filter((second) => second > first).map((second) => [first, second] as const));
/** The counts of a table, as they are shown. */
export const countsOf = async (ask: Ask, table: readonly number[]): Promise<readonly (number | null)[]> =>
  (await ask(table)).cells.map(({ count }) => count);

/** How many codes a question has. */
export const widthOf = (place: number): number => reportDimensions[place]?.codes.length ?? 0;

/** Truth that the attacker must not get, for the judge of the attack. */
export const truthsOf = async (ask: Ask, table: readonly number[]): Promise<readonly number[]> =>
  (await countsOf(ask, table)).map((count) => count ?? 0);

const truth: DisclosureControl = { suppressBelow: 0, roundTo: 1, noiseOf: () => 0 };

/** A population, what an analyst can ask of it, and the truth. */
export const settings = (control: DisclosureControl): readonly { readonly ask: Ask; readonly tell: Ask }[] =>
  seeds.map((seed) => {
    const snapshot = snapshotOf(inventRows(4_000, createChance(seed)));
    return { ask: createAsk(snapshot, control), tell: createAsk(snapshot, truth) };
  });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share of true guesses, and that of an attacker who saw nothing and always says the most common true count. */
export interface Score {
  readonly hits: number;
  readonly hitsWithoutTables: number;
}

const score = (guesses: readonly { readonly guess: number; readonly truth: number }[]): Score => {
  if (guesses.length < 50) throw new Error('Too few cells to attack.');
  const byTruth = new Map<number, number>();
  for (const { truth: count } of guesses) byTruth.set(count, (byTruth.get(count) ?? 0) + 1);
  return {
    hits: guesses.filter(({ guess, truth: count }) => guess === count).length / guesses.length,
    hitsWithoutTables: Math.max(...byTruth.values()) / guesses.length,
  };
};

/**
 * Margins minus parts: for every withheld cell of a table of two questions that is the only one of its row or column, the attacker takes
 * what is published of the others off the margin, averages where both ways are open, and rounds.
 */
export const solveWithheldCells = async (control: DisclosureControl): Promise<Score> => {
  const guesses: { readonly guess: number; readonly truth: number }[] = [];
  for (const { ask, tell } of settings(control)) {
    const margins = await Promise.all(places.map((place) => countsOf(ask, [place])));
    for (const [first, second] of pairs) {
      const width = widthOf(second);
      const [cells, truths] = [await countsOf(ask, [first, second]), await truthsOf(tell, [first, second])];
      cells.forEach((cell, index) => {
        if (cell !== null) return;
        const [row, column] = [Math.floor(index / width), index % width];
        const rest = (margin: number | null | undefined, isLine: (place: number) => boolean): readonly number[] => {
          const line = cells.filter((_count, place) => isLine(place) && place !== index);
          return margin == null || line.includes(null) ? [] : [margin - line.reduce<number>((sum, count) => sum + (count ?? 0), 0)];
        };
        const estimates = [
          ...rest(margins[first]?.[row], (place) => Math.floor(place / width) === row),
          ...rest(margins[second]?.[column], (place) => place % width === column),
        ];
        if (estimates.length > 0) guesses.push({ guess: Math.max(0, Math.round(mean(estimates))), truth: truths[index] ?? 0 });
      });
    }
  }
  return score(guesses);
};

/**
 * Averaging: for every published count of one question the attacker asks for every table of two questions that splits it without a
 * withheld part, adds the parts up, averages all these sums with the count itself, and rounds.
 */
export const averageOverSplits = async (control: DisclosureControl): Promise<Score> => {
  const guesses: { readonly guess: number; readonly truth: number }[] = [];
  for (const { ask, tell } of settings(control)) {
    for (const place of places) {
      const [counts, truths] = [await countsOf(ask, [place]), await truthsOf(tell, [place])];
      const sums: number[][] = counts.map((count) => (count === null ? [] : [count]));
      for (const other of places.filter((candidate) => candidate !== place)) {
        const width = widthOf(other);
        const cells = await countsOf(ask, [place, other]);
        counts.forEach((_count, code) => {
          const parts = cells.slice(code * width, (code + 1) * width);
          if (!parts.includes(null)) sums[code]?.push(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));
        });
      }
      sums.forEach((found, code) => {
        if (found.length > 1) guesses.push({ guess: Math.round(mean(found)), truth: truths[code] ?? 0 });
      });
    }
  }
  return score(guesses);
};

/** Times that a question is repeated. */
const repetitions = 60;

/**
 * Repetition: the attacker asks for every count of one question again and again, averages, and rounds. Were the noise another one each
 * time, it would average out.
 */
export const averageRepetitions = async (control: DisclosureControl): Promise<Score> => {
  const guesses: { readonly guess: number; readonly truth: number }[] = [];
  for (const { ask, tell } of settings(control)) {
    for (const place of places) {
      const truths = await truthsOf(tell, [place]);
      const answers: (readonly (number | null)[])[] = [];
      for (let time = 0; time < repetitions; time += 1) answers.push(await countsOf(ask, [place]));
      truths.forEach((count, code) => {
        const found = answers.map((counts) => counts[code] ?? null).filter((shown) => shown !== null);
        if (found.length > 0) guesses.push({ guess: Math.round(mean(found)), truth: count });
      });
    }
  }
  return score(guesses);
};

/**
 * Differencing, for one person: the attacker knows the answers of everybody but one and how many of them stand in a cell, and asks for one
 * cell. Tells the share of questions whose published count is possible with the person in the cell or without, but not with both; the
 * secret keys are all that the attacker lacks, so what is possible is taken from many keys.
 */
export const decideOnePerson = (control: DisclosureControl): number => {
  const chance = createChance(7);
  const drawKey = (): number => Math.floor(chance() * 2 ** 32);
  const possible = (count: number): ReadonlySet<number | null> =>
    new Set(Array.from({ length: 400 }, () => publishCount({ count, key: drawKey() }, control)));
  let [decided, asked] = [0, 0];
  for (let others = 0; others < 200; others += 1) {
    const [without, within] = [possible(others), possible(others + 1)];
    for (let draw = 0; draw < 100; draw += 1) {
      const isIn = chance() < 0.5;
      const published = publishCount({ count: others + (isIn ? 1 : 0), key: drawKey() }, control);
      asked += 1;
      if (!(isIn ? without : within).has(published)) decided += 1;
    }
  }
  return decided / asked;
};

/**
 * Consecutive days: the attacker knows that one person joined between two tables, and guesses the person's code of every question among
 * the codes whose count changed, the most common one where none or several did. Tells the share of right guesses, and of those of an
 * attacker who saw the second day alone.
 */
export const followNewcomer = async (
  control: DisclosureControl,
  rule: { readonly others: number; readonly isAlwaysReplaced: boolean },
): Promise<{ readonly hits: number; readonly hitsWithoutFirstDay: number }> => {
  let [hits, blind, asked] = [0, 0, 0];
  for (let seed = 100; seed < 125; seed += 1) {
    const chance = createChance(seed);
    const before = inventRows(2_000, chance);
    const [newcomer, ...others] = inventRows(1 + rule.others, chance) as [SnapshotRow, ...SnapshotRow[]];
    const first = snapshotOf(before);
    const next = snapshotOf([...before, newcomer, ...others], '2026-03-11');
    const second = rule.isAlwaysReplaced || mayReplace(first, next) ? next : first;
    for (const place of places) {
      const earlier = await countsOf(createAsk(first, control), [place]);
      const later = await countsOf(createAsk(second, control), [place]);
      const byCount = later.map((_count, code) => code).toSorted((a, b) => (later[b] ?? 0) - (later[a] ?? 0));
      const changed = byCount.filter((code) => later[code] !== earlier[code]);
      asked += 1;
      if ((changed[0] ?? byCount[0]) === newcomer.codes[place]) hits += 1;
      if (byCount[0] === newcomer.codes[place]) blind += 1;
    }
  }
  return { hits: hits / asked, hitsWithoutFirstDay: blind / asked };
};
