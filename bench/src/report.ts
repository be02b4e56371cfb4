/** What a report on equality answers costs, and what it costs those who ask for something else meanwhile. Source: issue 7, "Figures". */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { calibrate, type Figure, inTemporaryFolder, median, report } from './measure.ts';
import { createReportStage, type ReportStage } from './report-stage.ts';

const help = `bench:report [--records N] [--json FILE]

A report over equality records through the gateway, in one process, on the embedded store in a temporary folder.

  report_ms             the slowest of 40 reports of one to three dimensions from the day's snapshot; at most 2000
  report_median_ms      their median
  first_report_ms       the very first report, which makes a snapshot
  p99_ratio             p99 of another query while reports are computed one after the other, beside the p99 without; at most 2
  p99_ms, p99_during_ms the two
  p99_making_ms         p99 of that query while the first snapshot is made; limit as p99_making_ratio, at most 2
  calibration_ms        how fast the machine is now: 64 MB digested

  --records N   how many records, 100000 unless told otherwise
  --json FILE   writes the figures as JSON too
  --help        this text

Exits 1 when a limit is missed. Run it on an idle machine.
`;

/** Source: issue 7. */
const mostMilliseconds = 2_000;
const mostTimesWithout = 2;
const questions = 600;

const report3 = `query ($input: EqualityReportInput!) { equalityReport(input: $input) { snapshotDay base cells { keys { code } count percentage } } }`;
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

const percentile99 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;

/** Asks for a person who does not exist every few milliseconds, until told to stop but at least so often. */
const askOther = async ({ ask }: ReportStage, isOver: (asked: number) => boolean): Promise<readonly number[]> => {
  const times: number[] = [];
  while (!isOver(times.length)) {
    times.push(await timed(() => ask('housing-officer', other, { id: '00000000-0000-4000-8000-000000000000' })));
    await setTimeout(2);
  }
  return times;
};

const measure = async (records: number): Promise<readonly Figure[]> =>
  inTemporaryFolder(async (folder) => {
    const stage = await createReportStage(folder, records);
    try {
      const askReport = (input: unknown): Promise<number> => timed(() => stage.ask('data-analyst', report3, { input }));
      const enough = (asked: number): boolean => asked >= questions;
      await askOther(stage, enough);
      const without = percentile99(await askOther(stage, enough));
      let isMade = false;
      const whileMaking = askOther(stage, () => isMade);
      const first = await askReport(inputs[0]);
      isMade = true;
      const making = percentile99(await whileMaking);
      const reports: number[] = [];
      let isDone = false;
      const asking = askOther(stage, (asked) => enough(asked) && reports.length >= 40).finally(() => {
        isDone = true;
      });
      for (let number = 0; !isDone; number += 1) reports.push(await askReport(inputs[number % inputs.length]));
      const during = percentile99(await asking);
      return [
        { name: 'calibration_ms', value: calibrate() },
        { name: 'records', value: records },
        { name: 'report_ms', value: Math.round(Math.max(...reports)), atMost: mostMilliseconds },
        { name: 'report_median_ms', value: Math.round(median(reports)) },
        { name: 'first_report_ms', value: Math.round(first) },
        { name: 'p99_ms', value: Number(without.toFixed(1)) },
        { name: 'p99_during_ms', value: Number(during.toFixed(1)) },
        { name: 'p99_making_ms', value: Number(making.toFixed(1)) },
        { name: 'p99_ratio', value: Number((during / without).toFixed(2)), atMost: mostTimesWithout },
        { name: 'p99_making_ratio', value: Number((making / without).toFixed(2)), atMost: mostTimesWithout },
      ];
    } finally {
      await stage.stop();
    }
  });

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) process.stdout.write(help);
else report(await measure(Number(values.records)));
