import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createImportProgress } from '../../src/import/import-progress.ts';

const capture = (isTTY: boolean): { readonly stream: Writable & { readonly isTTY: boolean }; readonly text: () => string } => {
  let text = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 120 }), text: () => text };
};

describe('createImportProgress', () => {
  it('writes plain lines two seconds apart and a last one where there is no terminal', () => {
    const { stream, text } = capture(false);
    let now = 0;
    const progress = createImportProgress({ stream, clock: () => now });
    for (now = 500; now <= 5_000; now += 500) progress.update({ rows: now, bytesRead: now, totalBytes: 10_000 });
    now = 5_200;
    progress.stop();
    expect(text()).toBe(
      '2000 rows (20%), 1000 rows/s, 8s remaining\n4000 rows (40%), 1000 rows/s, 6s remaining\n5000 rows (50%), 962 rows/s, 5s remaining\n',
    );
  });

  it('writes nothing when nothing came', () => {
    const { stream, text } = capture(false);
    createImportProgress({ stream, clock: () => 0 }).stop();
    expect(text()).toBe('');
  });

  it('says so when the size is unknown', () => {
    const { stream, text } = capture(false);
    let now = 0;
    const progress = createImportProgress({ stream, clock: () => now });
    now = 61_000;
    progress.update({ rows: 610, bytesRead: 5, totalBytes: null });
    expect(text()).toBe('610 rows, 10 rows/s, time remaining unknown\n');
  });

  it('draws a bar with rate and remaining time on a terminal', () => {
    const { stream, text } = capture(true);
    let now = 0;
    const progress = createImportProgress({ stream, clock: () => now });
    now = 60_000;
    progress.update({ rows: 600, bytesRead: 50, totalBytes: 150 });
    progress.stop();
    expect(text()).toContain('33% | 600 rows | 10 rows/s | 2m 0s remaining');
  });
});
