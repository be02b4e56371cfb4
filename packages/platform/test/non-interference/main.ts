import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeDifference } from './describe-difference.ts';
import { type NonInterferenceFigures, runNonInterference } from './run-non-interference.ts';
import { sabotages } from './sabotages.ts';

const help = `test:non-interference [--runs N] [--seed N] [--json FILE] [--sabotage]

Asks the same of two platforms that differ only in what is hidden from the caller, and compares the whole answers byte for byte:
status, headers, data, errors, extensions, order; not the date and the request id.

  --runs N      how many operations, 500 when left out
  --seed N      the seed of all choices, 5 when left out; the same seed makes the same runs
  --json FILE   writes the figures as JSON too
  --sabotage    puts known leaks in, one at a time; each must be found within the runs
  --help        this text

The last line holds the figures as key=value pairs: runs that reached each grant (G) and cap (C) of the decision table, the share of runs in
which a hidden row changed, and the differences. Exits 1 on a difference, or with --sabotage when a leak is not found; 78 on wrong arguments.
`;

/** How many differences are told in full. */
const mostDescribed = 3;

interface Arguments {
  readonly runs: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly isSabotage: boolean;
}

const toCount = (name: string, text: string): number => {
  if (!/^\d{1,9}$/u.test(text)) throw new TypeError(`--${name}: expected a whole number.`);
  return Number(text);
};

const readArguments = (): Arguments | null => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '500' },
      seed: { type: 'string', default: '5' },
      json: { type: 'string' },
      sabotage: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  return { runs: toCount('runs', values.runs), seed: toCount('seed', values.seed), json: values.json, isSabotage: values.sabotage };
};

/** One line now and then; on a terminal the same line again. */
const showProgress = (runs: number): ((run: number) => void) => {
  const { stderr } = process;
  const step = stderr.isTTY ? 5 : 100;
  return (run) => {
    if (run % step !== 0 && run !== runs) return;
    stderr.write(stderr.isTTY ? `\r${run} of ${runs} runs${run === runs ? '\n' : ''}` : `${run} of ${runs} runs\n`);
  };
};

/** The closing line, and the file where one is wanted. */
const report = (figures: Readonly<Record<string, string | number>>, json: string | undefined): void => {
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(
    `${Object.entries(figures)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}\n`,
  );
};

const secondsSince = (startedAt: number): number => Math.round((performance.now() - startedAt) / 100) / 10;

const toPairs = (figures: NonInterferenceFigures): Record<string, number> => ({
  runs: figures.runs,
  ...figures.cells,
  mutations: figures.mutations,
  refused: figures.refused,
  renewed: figures.renewed,
  hidden_changed: Math.round((figures.hiddenChanged / Math.max(1, figures.runs)) * 1_000) / 1_000,
  internal_errors: figures.internalErrors,
  differences: figures.differences.length,
});

const compare = async ({ runs, seed, json }: Arguments): Promise<boolean> => {
  const startedAt = performance.now();
  const figures = await runNonInterference({ runs, seed, onRun: showProgress(runs) });
  for (const difference of figures.differences.slice(0, mostDescribed)) process.stderr.write(describeDifference(difference));
  report({ seed, ...toPairs(figures), seconds: secondsSince(startedAt) }, json);
  return figures.differences.length === 0 && figures.internalErrors === 0;
};

const sabotage = async ({ runs, seed, json }: Arguments): Promise<boolean> => {
  const startedAt = performance.now();
  const found: Record<string, number | string> = {};
  for (const { name, createOverrides } of sabotages) {
    const { differences, runs: needed } = await runNonInterference({ runs, seed, createOverrides, stopsAtDifference: true });
    found[name] = differences.length > 0 ? needed : 'never';
    process.stdout.write(`sabotage=${name} found_after=${found[name]}\n`);
  }
  const missed = Object.values(found).filter((after) => after === 'never').length;
  report({ seed, runs, ...found, sabotages: sabotages.length, missed, seconds: secondsSince(startedAt) }, json);
  return missed === 0;
};

/** The arguments, null for help; wrong ones end with the help and 78. */
const tryArguments = (): Arguments | null => {
  try {
    return readArguments();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n\n${help}`);
    return process.exit(78);
  }
};

const read = tryArguments();
if (read === null) process.stdout.write(help);
else if (!(await (read.isSabotage ? sabotage(read) : compare(read)))) process.exitCode = 1;
