/** How fast 5,000 FEBRL rows come in on the store directly, and with how much memory. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate, febrlPath, inTemporaryFolder, readMemory, report, spawnPlatform } from './measure.ts';

const rows = 5_000;
const sampleMilliseconds = 100;

if (!existsSync(febrlPath)) {
  process.stdout.write('skipped=1 reason=shared-data-is-absent\n');
  process.exit(0);
}

await inTemporaryFolder(async (folder) => {
  const began = performance.now();
  const child = spawnPlatform(['import', febrlPath, '--area', 'housing', '--rejects', join(folder, 'rejects.csv')], {
    DATA_DIR: join(folder, 'data'),
    PORT: '1',
  });
  let peak = 0;
  const sampler = setInterval(() => {
    try {
      peak = Math.max(peak, readMemory(child.pid, 'VmHWM'));
    } catch {
      // The process has just ended; its last sample stands.
    }
  }, sampleMilliseconds);
  let summary = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    summary += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  clearInterval(sampler);
  const seconds = (performance.now() - began) / 1_000;
  process.stderr.write(summary);
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
  report([
    { name: 'calibration_ms', value: calibrate() },
    { name: 'import_s', value: Number(seconds.toFixed(2)), atMost: 20 },
    { name: 'rows_per_s', value: Math.round(rows / seconds) },
    { name: 'peak_rss_mb', value: peak, atMost: 400 },
  ]);
});
