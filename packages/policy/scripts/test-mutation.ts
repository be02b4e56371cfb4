/** Mutation test of the rules: Stryker breaks them one place at a time and runs the tests of this package on each break. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const help = `test:mutation [--json FILE]

Changes packages/policy/src one place at a time and runs the unit tests of packages/policy on each change. A mutant that no test notices
has survived: it is printed with file, line, and the code before and after. Settings: packages/policy/stryker.config.json.

  --json FILE   writes the figures and the undetected mutants as JSON too
  --help        this text

The last line holds the figures as key=value pairs. The score is the share of mutants that were killed or timed out, in percent and never
rounded up; those that could not run at all are not counted. Exits 1 under the threshold of the settings (90), or when the tests fail without
any mutant; 78 on wrong arguments.
`;

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

/** Undefined when only the help is wanted. Throws TypeError on arguments that it does not know. */
const readArguments = (): { readonly json: string | undefined } | undefined => {
  const { values } = parseArgs({ options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } });
  return values.help ? undefined : { json: values.json };
};

/** Stryker copies the sources to a place outside the checkout, which is removed however the process ends. */
const createWorkFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'resident-graph-mutation-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const toFigures = (mutants: Mutants) => {
  const count = (status: Mutants[number]['status']): number => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, survived, timeout, noCoverage] = [count('Killed'), count('Survived'), count('Timeout'), count('NoCoverage')];
  const total = killed + survived + timeout + noCoverage;
  const score = Math.floor(((killed + timeout) / Math.max(1, total)) * 1_000) / 10;
  return { mutants: total, killed, survived, timeout, no_coverage: noCoverage, score: score.toFixed(1) };
};

const toUndetected = (mutants: Mutants, root: string) =>
  mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ status, fileName, location, mutatorName, replacement }) => ({
      file: relative(root, fileName),
      line: location.start.line,
      column: location.start.column,
      status,
      mutator: mutatorName,
      replacement,
    }));

/** Undefined when Stryker could not finish; it has told why. */
const runStryker = async (): Promise<Mutants | undefined> => {
  const stryker = new Stryker({ configFile: 'packages/policy/stryker.config.json', tempDirName: createWorkFolder() });
  try {
    return await stryker.runMutationTest();
  } catch {
    return undefined;
  }
};

const testMutation = async (json: string | undefined): Promise<void> => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const target = json === undefined ? undefined : resolve(json);
  process.chdir(root);
  const mutants = await runStryker();
  if (mutants === undefined || mutants.length === 0) {
    process.stderr.write('No figures: the mutation test could not finish; the reason stands above.\n');
    process.exitCode = 1;
    return;
  }
  const figures = toFigures(mutants);
  if (target !== undefined) {
    const content = { ...figures, score: Number(figures.score), undetected: toUndetected(mutants, root) };
    writeFileSync(target, `${JSON.stringify(content, null, 2)}\n`);
  }
  const pairs = Object.entries(figures).map(([key, value]) => `${key}=${value}`);
  process.stdout.write(`${pairs.join(' ')}\n`);
};

try {
  const read = readArguments();
  if (read === undefined) process.stdout.write(help);
  else await testMutation(read.json);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 78;
}
