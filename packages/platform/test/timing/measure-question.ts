import type { Chance } from '../non-interference/chance.ts';
import { comparedQuantiles, compareQuantiles, medianOf, type QuantileDifference, splitDifferences } from './quantiles.ts';
import type { TimedQuestion } from './questions.ts';
import type { Question, Stage } from './stage.ts';

/** How a question is measured. */
export interface MeasuringPlan {
  /** Durations of each of the three: hidden, absent, absent again. */
  readonly samples: number;
  /** Requests of each before the first that counts. */
  readonly warmUp: number;
  /** Random divisions of the absent durations. */
  readonly splits: number;
  readonly chance: Chance;
}

/** What was measured of a question; differences in milliseconds. */
export interface QuestionFigures {
  readonly name: string;
  readonly samples: number;
  /** The median of the absent ones. */
  readonly median: number;
  /** Hidden against absent: the largest difference, and the one at each quantile. */
  readonly difference: number;
  readonly atQuantiles: readonly number[];
  /** Absent against absent: the largest of the A/A run and of its random divisions. */
  readonly baseline: number;
  /** The A/A run by itself. */
  readonly baselineRun: number;
  readonly ratio: number;
  /** The quantile whose difference is largest beside the yardstick at the same quantile. A shift of all answers shows here first. */
  readonly clearest: { readonly perCent: number; readonly ratio: number };
  /** Whether all answers were equal to the byte. */
  readonly areEqual: boolean;
}

const clearestOf = ({ differences }: QuantileDifference, baselines: readonly QuantileDifference[]): QuestionFigures['clearest'] => {
  const ratios = comparedQuantiles.map((perCent, place) => {
    const baseline = Math.max(...baselines.map((one) => Math.abs(one.differences[place] ?? 0)));
    return { perCent, ratio: Math.abs(differences[place] ?? 0) / baseline };
  });
  return ratios.reduce((clearest, one) => (one.ratio > clearest.ratio ? one : clearest));
};

const arms = ['hidden', 'absent', 'absentToo'] as const;
type Arm = (typeof arms)[number];

/**
 * Measures a question. The three sets are asked one request each a round, in random order, so that whatever else slows the machine or
 * speeds the program up concerns them alike.
 */
export const measureQuestion = async (stage: Stage, question: TimedQuestion, plan: MeasuringPlan): Promise<QuestionFigures> => {
  const { chance, samples, splits, warmUp } = plan;
  const durations: Readonly<Record<Arm, number[]>> = { hidden: [], absent: [], absentToo: [] };
  const answers = new Set<string>();
  for (let round = -warmUp; round < samples; round += 1) {
    for (const arm of chance.shuffle(arms)) {
      const { seen, codes, milliseconds } = await stage.ask(chance.pick<Question>(question[arm]));
      // A question that is refused for another reason would be answered equally fast whatever is hidden.
      if (codes.join() !== (question.code ?? '')) throw new Error(`${question.name} was answered with ${codes.join()}: ${seen}`);
      answers.add(seen);
      if (round >= 0) durations[arm].push(milliseconds);
    }
  }
  const { hidden, absent, absentToo } = durations;
  const difference = compareQuantiles(hidden, absent);
  const run = compareQuantiles(absentToo, absent);
  const baselines = [run, ...splitDifferences([...absent, ...absentToo], splits, chance)];
  const baseline = Math.max(...baselines.map(({ largest }) => largest));
  return {
    name: question.name,
    samples,
    median: medianOf(absent),
    difference: difference.largest,
    atQuantiles: difference.differences,
    baseline,
    baselineRun: run.largest,
    ratio: difference.largest / baseline,
    clearest: clearestOf(difference, baselines),
    areEqual: answers.size === 1,
  };
};
