import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createChance } from '../non-interference/chance.ts';
import { type MeasuringPlan, measureQuestion, type QuestionFigures } from './measure-question.ts';
import { populate } from './population.ts';
import { comparedQuantiles } from './quantiles.ts';
import { timedQuestions } from './questions.ts';
import { hasty } from './sabotage.ts';
import { createStage } from './stage.ts';

const help = `test:timing [--samples N] [--seed N] [--only NAME,NAME] [--json FILE] [--sabotage]

Tells whether the time that an answer takes tells of hidden rows. Each question is asked over HTTP of something that another area holds and
of something that is not there; the answers are equal to the byte. Their durations are compared at the quantiles ${comparedQuantiles.join(', ')}.

The yardstick is an A/A run of the same size: the same question about two sets of things that are not there. Two runs of one and the same
thing differ by chance, now more, now less, so the yardstick is the largest difference of the A/A run and of random divisions of all its
durations into two halves of that size. The largest difference of hidden against absent must be at most 1.5 times the yardstick.

  --samples N   durations of each of hidden, absent and absent again, 1500 when left out; at least 100
  --splits N    random divisions, 20 when left out
  --seed N      the seed of the order and of the divisions, 5 when left out
  --only NAMES  some of the questions, with commas between them
  --json FILE   writes the figures as JSON too
  --sabotage    puts a known leak in, which must be found: what is not there is answered sooner
  --help        this text

Prints per question the sample size, the median, the difference at each quantile, the ratio, and at which quantile the difference is clearest
beside the yardstick of that quantile: over 2 is a signal to look at, because on a busy machine the largest difference is one of the slowest
answers and hides a small shift of all. The last line holds key=value pairs. Exits 1 when a ratio is over 1.5 or answers differ, or with
--sabotage when the leak is not found (over 1.5, or a signal); 78 on wrong arguments. Run it on an idle machine.
`;

/** Source: access-model.md, L14. */
const atMost = 1.5;
/** From here on a difference at one quantile is worth looking at. */
const signalAt = 2;
const leastSamples = 100;
const warmUp = 200;

interface Arguments {
  readonly plan: MeasuringPlan;
  readonly seed: number;
  readonly only: ReadonlySet<string>;
  readonly json: string | undefined;
  readonly isSabotage: boolean;
}

const toCount = (name: string, text: string, least: number): number => {
  if (!/^\d{1,9}$/u.test(text) || Number(text) < least) throw new TypeError(`--${name}: expected a whole number, at least ${least}.`);
  return Number(text);
};

const readArguments = (): Arguments | null => {
  const { values } = parseArgs({
    options: {
      samples: { type: 'string', default: '1500' },
      splits: { type: 'string', default: '20' },
      seed: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
      sabotage: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const seed = toCount('seed', values.seed, 0);
  return {
    plan: {
      samples: toCount('samples', values.samples, leastSamples),
      splits: toCount('splits', values.splits, 0),
      warmUp,
      chance: createChance(seed),
    },
    seed,
    only: new Set(values.only.split(',').filter((name) => name !== '')),
    json: values.json,
    isSabotage: values.sabotage,
  };
};

const inMicroseconds = (milliseconds: number): number => Math.round(milliseconds * 1_000);
const rounded = (ratio: number): number => Math.round(ratio * 100) / 100;
const isOver = ({ ratio, areEqual }: QuestionFigures): boolean => !(areEqual && ratio <= atMost);
const isSignal = ({ clearest }: QuestionFigures): boolean => clearest.ratio > signalAt;

const describe = (figures: QuestionFigures): string => {
  const { name, samples, median, difference, baseline, baselineRun, atQuantiles, areEqual, clearest } = figures;
  const quantiles = comparedQuantiles.map((perCent, place) => `p${perCent}=${inMicroseconds(atQuantiles[place] ?? 0)}`).join(' ');
  const verdict = areEqual ? (isOver(figures) ? 'OVER' : 'ok') : 'ANSWERS DIFFER';
  return `${name}: samples=3x${samples} median_us=${inMicroseconds(median)} difference_us: ${quantiles} largest_us=${inMicroseconds(difference)} \
aa_run_us=${inMicroseconds(baselineRun)} aa_us=${inMicroseconds(baseline)} ratio=${rounded(figures.ratio)} ${verdict}, \
clearest at p${clearest.perCent}: ${rounded(clearest.ratio)}${isSignal(figures) ? ' SIGNAL' : ''}\n`;
};

const measure = async ({ plan, only, isSabotage }: Arguments): Promise<readonly QuestionFigures[]> => {
  const stage = await createStage(isSabotage ? hasty : {});
  try {
    const questions = timedQuestions(await populate(stage));
    const unknown = [...only].find((name) => !questions.some((question) => question.name === name));
    if (unknown !== undefined) throw new TypeError(`--only: expected names among ${questions.map(({ name }) => name).join(', ')}.`);
    const figures: QuestionFigures[] = [];
    for (const question of questions.filter(({ name }) => only.size === 0 || only.has(name))) {
      const measured = await measureQuestion(stage, question, plan);
      figures.push(measured);
      process.stdout.write(describe(measured));
    }
    return figures;
  } finally {
    await stage.stop();
  }
};

const run = async (read: Arguments): Promise<boolean> => {
  const startedAt = performance.now();
  const figures = await measure(read);
  const over = figures.filter(isOver);
  if (read.json !== undefined) writeFileSync(read.json, `${JSON.stringify(figures, null, 2)}\n`);
  const pairs = {
    seed: read.seed,
    samples: read.plan.samples,
    splits: read.plan.splits,
    ...Object.fromEntries(figures.map(({ name, ratio }) => [name, rounded(ratio)])),
    largest_ratio: rounded(Math.max(...figures.map(({ ratio }) => ratio))),
    questions: figures.length,
    over: over.length,
    signals: figures.filter(isSignal).length,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
  process.stdout.write(
    `${Object.entries(pairs)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}\n`,
  );
  return read.isSabotage ? figures.some((one) => one.name === 'detail' && (isOver(one) || isSignal(one))) : over.length === 0;
};

try {
  const read = readArguments();
  if (read === null) process.stdout.write(help);
  else if (!(await run(read))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 78;
}
