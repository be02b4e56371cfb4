/** The structure in figures: how long source files are, import cycles, blocks that stand twice, arrows between packages that run backwards. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, report } from './measure.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Lines that make a block. */
const blockLines = 8;

interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** Files that it imports, types included. */
  readonly imports: readonly string[];
  /** Packages of this repository that it imports. */
  readonly packages: readonly string[];
}

const readFile = (path: string): SourceFile => {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [...text.matchAll(/from '([^']+)'/gu)].map(([, specifier = '']) => specifier);
  return {
    path,
    lines: text.split('\n').slice(0, -1),
    imports: specifiers.filter((specifier) => specifier.startsWith('.')).map((specifier) => join(dirname(path), specifier)),
    packages: specifiers.filter((specifier) => specifier.startsWith('@resident-graph/')),
  };
};

const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path.includes('/src/') && !/__generated__|\.test\.ts$|^bench\//u.test(path))
  .map(readFile);

/** Files that reach themselves by their imports. */
const countCycles = (): number => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reaches = (start: string): boolean => {
    const seen = new Set<string>();
    const waiting = [...(byPath.get(start)?.imports ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === start) return true;
      if (!seen.has(next)) waiting.push(...(byPath.get(next)?.imports ?? []));
      seen.add(next);
    }
    return false;
  };
  const inCycles = files.filter(({ path }) => reaches(path));
  for (const { path } of inCycles) process.stderr.write(`cycle: ${path}\n`);
  return inCycles.length;
};

/** Pairs of places with the same lines of code; imports, comments and lone punctuation do not count. */
const countRepeatedBlocks = (): number => {
  const places = new Map<string, string>();
  const pairs = new Set<string>();
  for (const { path, lines } of files) {
    const code = lines
      .map((line) => line.trim())
      .filter((line) => /\w{2}/u.test(line) && !/^(import|export \{|\*|\/|\} from|type \w+,|\w+,$)/u.test(line));
    for (let first = 0; first + blockLines <= code.length; first += 1) {
      const block = code.slice(first, first + blockLines).join('\n');
      const other = places.get(block);
      if (other === undefined) places.set(block, path);
      else pairs.add(`${other} ~ ${path}`);
    }
  }
  for (const pair of pairs) process.stderr.write(`repeated: ${pair}\n`);
  return pairs.size;
};

/** What each package may import of this repository; style.md, "Direction of dependencies". */
const allowed: readonly (readonly [RegExp, RegExp])[] = [
  [/^schema\//u, /^$/u],
  [/^packages\/policy\//u, /\/schema$/u],
  [/^packages\/service-kit\//u, /\/(schema|policy)$/u],
  [/^(subgraphs|gateway)\//u, /\/(schema|policy|service-kit)$/u],
  [/^packages\/platform\//u, /./u],
];

const countBackwardArrows = (): number => {
  const backwards = files.flatMap(({ path, packages }) => {
    const rule = allowed.find(([place]) => place.test(path))?.[1];
    return packages.filter((name) => rule?.test(name) !== true).map((name) => `${path} -> ${name}`);
  });
  for (const arrow of backwards) process.stderr.write(`backwards: ${arrow}\n`);
  return backwards.length;
};

const sizes = files.toSorted((a, b) => b.lines.length - a.lines.length);
for (const { path, lines } of sizes.slice(0, 3)) process.stderr.write(`${lines.length} ${path}\n`);

report([
  { name: 'source_files', value: sizes.length },
  { name: 'median_lines', value: median(sizes.map(({ lines }) => lines.length)) },
  { name: 'p90_lines', value: sizes[Math.floor(sizes.length / 10)]?.lines.length ?? 0 },
  { name: 'longest_lines', value: sizes[0]?.lines.length ?? 0, atMost: 400 },
  { name: 'import_cycles', value: countCycles(), atMost: 0 },
  { name: 'repeated_blocks', value: countRepeatedBlocks() },
  { name: 'backward_arrows', value: countBackwardArrows(), atMost: 0 },
]);
