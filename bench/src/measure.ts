import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** A measured figure with the floor or ceiling that it is held against, where there is one. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** The most that is acceptable. */
  readonly atMost?: number;
  /** The least that is acceptable. */
  readonly atLeast?: number;
}

const mainPath = fileURLToPath(import.meta.resolve('@resident-graph/platform/main'));

/** The FEBRL register beside the repository. */
export const febrlPath = fileURLToPath(new URL('../../../shared/data/febrl4a.csv', import.meta.url));

/** Runs something in a temporary folder that is gone afterwards. */
export const inTemporaryFolder = async <Result>(run: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'resident-graph-bench-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A command of the platform on its built output. */
export const spawnPlatform = (args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [mainPath, ...args], {
    env: { PATH: process.env['PATH'] ?? '', APOLLO_TELEMETRY_DISABLED: '1', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Megabytes of a running process: `VmRSS` now, `VmHWM` at most so far. Linux only. */
export const readMemory = (pid: number | undefined, kind: 'VmRSS' | 'VmHWM'): number => {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(kind));
  return Math.round(Number(/\d+/u.exec(line ?? '')?.[0] ?? 0) / 1024);
};

/** How fast this machine is now: milliseconds to digest 64 MB, to read the other figures by. */
export const calibrate = (): number => {
  const block = Buffer.alloc(1 << 20, 7);
  const hash = createHash('sha256');
  const began = performance.now();
  for (let round = 0; round < 64; round += 1) hash.update(block);
  hash.digest();
  return Math.round(performance.now() - began);
};

/** The median of some numbers. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Prints the figures as one line, writes them to `--json FILE`, and fails the process when one is not acceptable. */
export const report = (figures: readonly Figure[]): void => {
  const { values } = parseArgs({ options: { json: { type: 'string' } }, strict: false });
  const missed = figures.filter(({ value, atMost = value, atLeast = value }) => value > atMost || value < atLeast);
  for (const { name, value, atMost, atLeast } of missed) {
    process.stderr.write(`${name} is ${value}, expected ${atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`}.\n`);
  }
  if (typeof values['json'] === 'string') writeFileSync(values['json'], `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${figures.map(({ name, value }) => `${name}=${value}`).join(' ')}\n`);
  if (missed.length > 0) process.exitCode = 1;
};
