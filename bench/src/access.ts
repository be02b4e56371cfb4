/** What the read decision costs: per row, and in a list under many consents. Source: issue 5, "Tests and figures". */
import { parseArgs } from 'node:util';
import { type DecideCost, measureDecide } from './decide-cost.ts';
import { measureList } from './list-cost.ts';
import { calibrate, type Figure, report } from './measure.ts';

const help = `bench:access [--json FILE]

What the read decision costs, in one process, on the embedded store in a temporary folder.

  decide_ns_per_row       one row of a mixed corpus, for subjects that were compiled once: an officer with rows of the own area, an officer
                          with rows of other areas under 50 consents, a resident, a steward in legacy triage; at most 1000
  store_ratio             200 rows of one person in five areas' books under 50 consents, read through the store as their reader sees them,
                          beside the same read without filter, consents and decision; medians of interleaved reads; at most 2
  store_p95_ratio         the same at the 95th percentile
  books_ratio             the same beside the bare books, not made into rows
  list_ms, bare_ms        the medians; list_p95_ms, bare_p95_ms the 95th percentiles
  calibration_ms          how fast the machine is now: 64 MB digested

  --json FILE   writes the figures as JSON too
  --help        this text

Exits 1 when a limit is missed. Run it on an idle machine.
`;

/** Source: issue 5. */
const mostNanosecondsPerRow = 1_000;
const mostTimesBare = 2;

const rounded = (value: number, places: number): number => Number(value.toFixed(places));

const describe = ({ name, nanosecondsPerRow, compileMicroseconds, visibleShare }: DecideCost): string =>
  `${name}: ${Math.round(nanosecondsPerRow)} ns per row, compiled in ${rounded(compileMicroseconds, 1)} us, \
${Math.round(visibleShare * 100)}% of the rows visible\n`;

const measure = async (): Promise<readonly Figure[]> => {
  const costs = measureDecide();
  for (const cost of costs) process.stderr.write(describe(cost));
  const mixed = costs.reduce((sum, { nanosecondsPerRow }) => sum + nanosecondsPerRow, 0) / costs.length;
  const { bare, books, filtered } = await measureList();
  return [
    { name: 'calibration_ms', value: calibrate() },
    { name: 'decide_ns_per_row', value: Math.round(mixed), atMost: mostNanosecondsPerRow },
    ...costs.map(({ name, nanosecondsPerRow }) => ({
      name: `decide_${name}_ns`,
      value: Math.round(nanosecondsPerRow),
      atMost: mostNanosecondsPerRow,
    })),
    { name: 'store_ratio', value: rounded(filtered.median / bare.median, 2), atMost: mostTimesBare },
    { name: 'store_p95_ratio', value: rounded(filtered.p95 / bare.p95, 2) },
    { name: 'books_ratio', value: rounded(filtered.median / books.median, 2) },
    { name: 'list_ms', value: rounded(filtered.median, 3) },
    { name: 'bare_ms', value: rounded(bare.median, 3) },
    { name: 'list_p95_ms', value: rounded(filtered.p95, 3) },
    { name: 'bare_p95_ms', value: rounded(bare.p95, 3) },
  ];
};

const { values } = parseArgs({ options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } });
if (values.help) process.stdout.write(help);
else report(await measure());
