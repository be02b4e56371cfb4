/** How long a start takes on built output, and how much memory the idle platform holds. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate, febrlPath, inTemporaryFolder, median, readMemory, report, spawnPlatform } from './measure.ts';

const rounds = 5;
/** After this long without a request the process counts as idle, in milliseconds. */
const settleMilliseconds = 3_000;

interface Start {
  readonly readyMilliseconds: number;
  readonly idleMegabytes: number;
}

const measureStart = async (dataDirectory: string): Promise<Start> => {
  const began = performance.now();
  const child = spawnPlatform(['start'], { DATA_DIR: dataDirectory, PORT: '0' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('listens on')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The platform ended with ${code} before it was ready.`)));
  });
  const readyMilliseconds = Math.round(performance.now() - began);
  await new Promise((resolve) => {
    setTimeout(resolve, settleMilliseconds);
  });
  const idleMegabytes = readMemory(child.pid, 'VmRSS');
  child.kill('SIGTERM');
  await ended;
  return { readyMilliseconds, idleMegabytes };
};

const importRegister = (dataDirectory: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawnPlatform(['import', febrlPath, '--area', 'housing', '--rejects', join(dataDirectory, 'register.rejects.csv')], {
      DATA_DIR: join(dataDirectory, 'data'),
      PORT: '1',
    });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The import ended with ${code}.`))));
  });

const empty: Start[] = [];
for (let round = 0; round < rounds; round += 1) empty.push(await inTemporaryFolder((folder) => measureStart(join(folder, 'data'))));

const full: Start[] = [];
if (existsSync(febrlPath)) {
  await inTemporaryFolder(async (folder) => {
    await importRegister(folder);
    for (let round = 0; round < rounds; round += 1) full.push(await measureStart(join(folder, 'data')));
  });
} else process.stderr.write('The start with 5,000 persons is skipped: ../shared/data is absent.\n');

report([
  { name: 'calibration_ms', value: calibrate() },
  { name: 'ready_empty_ms', value: median(empty.map(({ readyMilliseconds }) => readyMilliseconds)), atMost: 3_000 },
  { name: 'ready_empty_max_ms', value: Math.max(...empty.map(({ readyMilliseconds }) => readyMilliseconds)) },
  ...(full.length === 0
    ? []
    : [{ name: 'ready_5000_ms', value: median(full.map(({ readyMilliseconds }) => readyMilliseconds)), atMost: 5_000 }]),
  { name: 'idle_rss_mb', value: Math.max(...[...empty, ...full].map(({ idleMegabytes }) => idleMegabytes)), atMost: 300 },
]);
