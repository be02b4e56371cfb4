/** Prints every cell of the decision table as the code decides it, and compares it with the table, the access model and the cases. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CellOutcome, isAgreed, type JudgedCell, judgeMatrix, listUnknownCells } from '../test/judge-matrix.ts';
import { expectedIn, isPairKept, pairsOf, pathsIn, seenIn } from '../test/judge-policy-case.ts';
import { type PolicyCase, readPolicyCases, textOf } from '../test/read-policy-cases.ts';

const help = `policy:matrix [--json FILE]

Decides a situation for every cell of the decision table (8 grants x 9 caps, a cell with a condition on both sides): only its grant is open
and only its cap applies. Each outcome must be the one of the table that the code runs and the one of
packages/policy/test/expected-matrix.csv, which was written out from the access model. Decides every case of
packages/policy/test/policy-cases.csv too, with its paths and its pair. Where ../shared/data/policy-expected.csv exists, the cases must be
a byte-equal copy of it.

  --json FILE   writes cells and differences as JSON too
  --help        this text

The last line holds the figures as key=value pairs. Exits 1 on any difference, 78 on wrong arguments.
`;

const casesFile = new URL('../test/policy-cases.csv', import.meta.url);
const originalName = '../shared/data/policy-expected.csv';
const original = new URL(`../../../${originalName}`, import.meta.url);

const describeOutcome = ({ outcome, code, flags }: CellOutcome): string => `${outcome} ${code}${flags === '' ? '' : ` (${flags})`}`;

const describeCell = ({ decided }: JudgedCell): string => [...new Set(decided.map(describeOutcome))].join(' | ');

const differencesOfCells = (cells: readonly JudgedCell[]): readonly string[] => [
  ...cells
    .filter((judged) => !isAgreed(judged))
    .map((judged) => {
      const expected = judged.expected === null ? 'no such cell' : describeOutcome(judged.expected);
      return `${judged.name}: decided ${describeCell(judged)}; table ${describeOutcome(judged.table)}; access model ${expected}`;
    }),
  ...listUnknownCells(cells).map((name) => `${name}: the access model has this cell, the table does not`),
];

const differencesOfCases = (cases: readonly PolicyCase[]): readonly string[] =>
  cases.flatMap((policyCase) => {
    const name = `case ${textOf(policyCase, 'case_id')}`;
    const [seen, expected] = [JSON.stringify(seenIn(policyCase)), JSON.stringify(expectedIn(policyCase))];
    const [paths, expectedPaths] = [pathsIn(policyCase), textOf(policyCase, 'expected_paths')];
    return [
      ...(seen === expected ? [] : [`${name}: decided ${seen}; expected ${expected}`]),
      ...(paths === null || paths === expectedPaths ? [] : [`${name}: took ${paths}; expected ${expectedPaths}`]),
    ];
  });

const differencesOfPairs = (pairs: ReturnType<typeof pairsOf>): readonly string[] =>
  pairs
    .filter(([relation, one, other]) => !isPairKept(relation, one, other))
    .map(([relation, one, other]) => `pair ${textOf(one, 'case_id')}: not ${relation} compared with ${textOf(other, 'case_id')}`);

const compareCopy = (): { readonly told: string; readonly differences: readonly string[] } => {
  if (!existsSync(original))
    return { told: `skipped: ${originalName} is not here, so the copy of the cases was not compared`, differences: [] };
  return readFileSync(original).equals(readFileSync(casesFile))
    ? { told: `the cases are a byte-equal copy of ${originalName}`, differences: [] }
    : { told: `the cases differ from ${originalName}`, differences: [`the copy of the cases: not byte-equal to ${originalName}`] };
};

const printMatrix = (json: string | undefined): void => {
  const [cells, cases] = [judgeMatrix(), readPolicyCases()];
  const pairs = pairsOf(cases);
  const copy = compareCopy();
  const differences = [...differencesOfCells(cells), ...differencesOfCases(cases), ...differencesOfPairs(pairs), ...copy.differences];
  const width = Math.max(...cells.map(({ name }) => name.length));
  const lines = [
    ...cells.map((judged) => `${judged.name.padEnd(width)}  ${describeCell(judged)}`),
    copy.told,
    ...differences.map((difference) => `DIFFERENCE ${difference}`),
    `cells=${cells.length} cases=${cases.length} pairs=${pairs.length} differences=${differences.length}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (json !== undefined) {
    const content = { cells, cases: cases.length, pairs: pairs.length, copy: copy.told, differences };
    writeFileSync(json, `${JSON.stringify(content, null, 2)}\n`);
  }
  if (differences.length > 0) process.exitCode = 1;
};

/** Undefined when only the help is wanted. Throws TypeError on arguments that it does not know. */
const readArguments = (): { readonly json: string | undefined } | undefined => {
  const { values } = parseArgs({ options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } });
  return values.help ? undefined : { json: values.json };
};

try {
  const read = readArguments();
  if (read === undefined) process.stdout.write(help);
  else printMatrix(read.json);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 78;
}
