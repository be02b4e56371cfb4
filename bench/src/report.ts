/** What a report on equality answers costs, and what it costs those who ask for something else meanwhile. Source: issue 7, "Figures". */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { calibrate, type Figure, inTemporaryFolder, median, report } from './measure.ts';
import { type ReportStage, startReportStage, writeRecords } from './report-stage.ts';

const help = `bench:report [--records N] [--json FILE]

A report over equality records through the gateway, in one process, on the embedded store in a temporary folder.

  report_first_ms       the first report after a start, which loads the day's snapshot; at most 2000
  report_ms             the slowest of at least 40 further reports of one to three dimensions; at most 2000
  report_median_ms      their median
  p99_ratio             p99 of another query while reports are computed one after the other, beside the p99 without, in turns; at most 2
  p99_without_ms, p99_during_ms
                        the two
  making_ms             a report on a register that has no snapshot yet: it makes the first
  p99_making_ratio      p99 of the other query meanwhile (p99_making_ms) beside the p99 just before (p99_before_ms); at most 2
  calibration_ms        how fast the machine is now: 64 MB digested

  --records N   how many records, 100000 unless told otherwise
  --json FILE   writes the figures as JSON too
  --help        this text

Exits 1 when a limit is missed. Run it on an idle machine.
`;

/** Source: issue 7. */
const mostMilliseconds = 2_000;
const mostTimesWithout = 2;
/** Turns with and without reports, so that what else the machine does falls on both, and questions of each. */
const turns = 5;
const questions = 200;
const leastReports = 40;

const table =
  'query ($input: EqualityReportInput!) { equalityReport(input: $input) { snapshotDay base cells { keys { code } count percentage } } }';
const inputs = [
  { dimensions: ['ETHNIC_GROUP'] },
  { dimensions: ['AGE_GROUP', 'DISABLED'] },
  { dimensions: ['GENDER', 'DISABLED', 'CARING'] },
  { dimensions: ['RELIGION_OR_BELIEF'], filters: [{ dimension: 'DISABLED', codes: ['YES'] }] },
];
const other = 'query ($id: ID!) { person(id: $id) { id surname } }';

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await run();
  return performance.now() - began;
};

const askReport = ({ ask }: ReportStage, number: number): Promise<number> =>
  timed(() => ask('data-analyst', table, { input: inputs[number % inputs.length] }));

const percentile99 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;

/** Asks for a person who does not exist every few milliseconds, until told to stop. */
const askOther = async ({ ask }: ReportStage, isOver: (asked: number) => boolean): Promise<readonly number[]> => {
  const times: number[] = [];
  while (!isOver(times.length)) {
    times.push(await timed(() => ask('housing-officer', other, { id: '00000000-0000-4000-8000-000000000000' })));
    await setTimeout(2);
  }
  return times;
};

const enough = (asked: number): boolean => asked >= questions;

/** Reports and what others wait meanwhile, until enough of both is asked. */
const askBoth = async (stage: ReportStage): Promise<{ readonly reports: readonly number[]; readonly others: readonly number[] }> => {
  const reports: number[] = [];
  let isDone = false;
  const asking = askOther(stage, (asked) => enough(asked) && reports.length >= leastReports / turns).finally(() => {
    isDone = true;
  });
  while (!isDone) reports.push(await askReport(stage, reports.length));
  return { reports, others: await asking };
};

/** Of a register without a snapshot: the report that makes it, and what others waited before and meanwhile. */
const measureMaking = async (
  folder: string,
): Promise<{ readonly before: number; readonly during: number; readonly milliseconds: number }> => {
  const stage = await startReportStage(folder);
  try {
    await askOther(stage, (asked) => asked >= 3 * questions);
    const before = await askOther(stage, (asked) => asked >= 3 * questions);
    let isMade = false;
    const meanwhile = askOther(stage, () => isMade);
    const milliseconds = await askReport(stage, 0).finally(() => {
      isMade = true;
    });
    return { before: percentile99(before), during: percentile99(await meanwhile), milliseconds };
  } finally {
    await stage.stop();
  }
};

/** Of a register with a snapshot. */
const measureReports = async (folder: string, onTurn: () => void) => {
  const stage = await startReportStage(folder);
  try {
    await askOther(stage, (asked) => asked >= 3 * questions);
    const first = await askReport(stage, 0);
    const [without, during, reports]: [number[], number[], number[]] = [[], [], []];
    for (let turn = 0; turn < turns; turn += 1) {
      without.push(...(await askOther(stage, enough)));
      const both = await askBoth(stage);
      during.push(...both.others);
      reports.push(...both.reports);
      onTurn();
    }
    return { first, reports, without: percentile99(without), during: percentile99(during) };
  } finally {
    await stage.stop();
  }
};

const rounded = (value: number, places: number): number => Number(value.toFixed(places));

const measure = async (records: number): Promise<readonly Figure[]> =>
  inTemporaryFolder(async (folder) => {
    const bar = new cliProgress.SingleBar({ stream: process.stderr, format: '{bar} {percentage}% | {step}' });
    // The records take about as long as all that is measured.
    const share = records / (turns + 1);
    bar.start(2 * records, 0, { step: 'writing records' });
    try {
      await writeRecords(folder, records, (written) => bar.update(written));
      bar.update({ step: 'making the snapshot' });
      const making = await measureMaking(folder);
      bar.increment(share, { step: 'asking for reports' });
      const { first, reports, without, during } = await measureReports(folder, () => bar.increment(share));
      return [
        { name: 'calibration_ms', value: calibrate() },
        { name: 'records', value: records },
        { name: 'report_first_ms', value: Math.round(first), atMost: mostMilliseconds },
        { name: 'report_ms', value: Math.round(Math.max(...reports)), atMost: mostMilliseconds },
        { name: 'report_median_ms', value: Math.round(median(reports)) },
        { name: 'p99_without_ms', value: rounded(without, 1) },
        { name: 'p99_during_ms', value: rounded(during, 1) },
        { name: 'p99_ratio', value: rounded(during / without, 2), atMost: mostTimesWithout },
        { name: 'making_ms', value: Math.round(making.milliseconds) },
        { name: 'p99_before_ms', value: rounded(making.before, 1) },
        { name: 'p99_making_ms', value: rounded(making.during, 1) },
        { name: 'p99_making_ratio', value: rounded(making.during / making.before, 2), atMost: mostTimesWithout },
      ];
    } finally {
      bar.stop();
    }
  });

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const records = Number(values.records);
if (values.help) process.stdout.write(help);
else if (Number.isInteger(records) && records > 0) report(await measure(records));
else {
  process.stderr.write('--records: expected a whole number from 1.\n');
  process.exitCode = 1;
}
