/** The structure in figures: how long source files are. Cycles and repeats are judged by the linters of `npm run check`. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median, report } from './measure.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\/src\//u.test(path) && !/__generated__|\.test\.ts$|^bench\//u.test(path));
const sizes = files
  .map((path) => ({ path, lines: readFileSync(`${root}${path}`, 'utf8').split('\n').length - 1 }))
  .toSorted((a, b) => b.lines - a.lines);
for (const { path, lines } of sizes.slice(0, 5)) process.stderr.write(`${lines} ${path}\n`);

report([
  { name: 'source_files', value: sizes.length },
  { name: 'median_lines', value: median(sizes.map(({ lines }) => lines)) },
  { name: 'p90_lines', value: sizes[Math.floor(sizes.length / 10)]?.lines ?? 0 },
  { name: 'longest_lines', value: sizes[0]?.lines ?? 0, atMost: 400 },
]);
