/** Regenerates everything that is generated and committed, and fails when anything differs from what is committed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const generated = () => [
  'schema/supergraph.graphql',
  'docs/error-codes.md',
  'docs/access-decisions.md',
  ...['person', 'contact-details', 'equality', 'search'].flatMap((name) =>
    ['schema-types', 'resolver-types'].map((part) => `subgraphs/${name}/src/__generated__/${part}.ts`),
  ),
];
const digest = () => Object.fromEntries(generated().map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));

const before = digest();
execFileSync('npm', ['run', '-s', 'generate'], { stdio: ['ignore', 'ignore', 'inherit'] });
execFileSync('npx', ['tsx', 'samples/generate-residents.ts', '--check'], { stdio: ['ignore', 'ignore', 'inherit'] });
const after = digest();
const drifted = Object.keys(before).filter((path) => before[path] !== after[path]);
if (drifted.length > 0) {
  process.stderr.write(
    `Generated files were not up to date; commit what \`npm run generate\` made:\n${drifted.map((path) => `  - ${path}`).join('\n')}\n`,
  );
  process.exitCode = 1;
}
