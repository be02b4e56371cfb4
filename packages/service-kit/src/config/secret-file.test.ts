import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StartError } from '../lifecycle/start-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { readOrCreateSecretFile } from './secret-file.ts';

const pathOf = (...parts: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'secret-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, ...(parts.length === 0 ? ['lookup.key'] : parts));
};
const sample = Buffer.alloc(32, 5).toString('base64url');
const write = (content: string, mode = 0o600): string => {
  const path = pathOf();
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};

describe('a secret file', () => {
  it('is made where it is missing, with its folder, for its owner alone', () => {
    const path = pathOf('made', 'on-the-way', 'lookup.key');
    const secret = readOrCreateSecretFile(path);
    expect(secret).toHaveLength(32);
    expect(readFileSync(path, 'utf8')).toBe(`${Buffer.from(secret).toString('base64url')}\n`);
    expect(readdirSync(dirname(path))).toEqual(['lookup.key']);
    if (platform() !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is another one at another place and never the same by accident', () => {
    expect(readOrCreateSecretFile(pathOf())).not.toEqual(readOrCreateSecretFile(pathOf()));
  });

  it('is left as it is when it is there, also without its line end, read-only or behind a link', () => {
    for (const path of [write(`${sample}\n`), write(sample), write(`${sample}\n`, 0o400)]) {
      const link = join(dirname(path), 'link.key');
      symlinkSync(path, link);
      expect(readOrCreateSecretFile(path)).toEqual(new Uint8Array(32).fill(5));
      expect(readOrCreateSecretFile(link)).toEqual(new Uint8Array(32).fill(5));
      expect(readFileSync(path, 'utf8').trimEnd()).toBe(sample);
    }
  });

  it('is the same for processes that start together', async () => {
    const path = pathOf();
    const program = `import { readOrCreateSecretFile } from ${JSON.stringify(new URL('./secret-file.ts', import.meta.url).href)};
      process.stdin.once('data', () => { process.stdout.write(Buffer.from(readOrCreateSecretFile(${JSON.stringify(path)})).toString('hex')); process.stdin.destroy(); });
      process.stderr.write('ready');`;
    const processes = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], { stdio: 'pipe' }),
    );
    // Each is loaded before the first is let go, so that they meet at the file.
    await Promise.all(processes.map((child) => once(child.stderr, 'data')));
    for (const child of processes) child.stdin.write('go');
    const secrets = await Promise.all(processes.map((child) => text(child.stdout)));
    expect(new Set(secrets)).toEqual(new Set([Buffer.from(readOrCreateSecretFile(path)).toString('hex')]));
    expect(readdirSync(dirname(path))).toEqual(['lookup.key']);
  }, 60_000);

  it.each<[string, string]>([
    ['nothing', ''],
    ['too little', Buffer.alloc(31, 5).toString('base64url')],
    ['too much', Buffer.alloc(33, 5).toString('base64url')],
    ['another alphabet', `${Buffer.alloc(32, 255).toString('base64')}`],
    ['characters that are none of the alphabet', `${sample.slice(0, 20)}!!${sample.slice(20)}`],
    ['two lines', `${sample}\n${sample}\n`],
    ['JSON', '{"secret":"canary"}'],
  ])('with %s ends the start with 78, is left as it is and is not repeated', (_title, content) => {
    const path = write(content);
    const error = errorOf(() => readOrCreateSecretFile(path));
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({ exitCode: 78, message: expect.stringContaining('expected 32 bytes as base64url on one line') });
    expect(String(error)).not.toMatch(/canary|secret-file-|BQUF/u);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it.skipIf(platform() === 'win32').each(['640', '604', '620', '602', '644', '660'])(
    'with the rights %s ends the start with 78',
    (rights) => {
      const path = write(`${sample}\n`, Number.parseInt(rights, 8));
      expect(errorOf(() => readOrCreateSecretFile(path))).toMatchObject({
        exitCode: 78,
        message: expect.stringContaining('expected that nobody but its owner may read or write it'),
      });
    },
  );

  it('that is a folder, or behind a link that leads nowhere, ends the start', () => {
    const folder = pathOf();
    mkdirSync(folder);
    expect(errorOf(() => readOrCreateSecretFile(folder))).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('expected a file'),
    });
    const link = pathOf();
    symlinkSync(join(dirname(link), 'nowhere'), link);
    expect(errorOf(() => readOrCreateSecretFile(link))).toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('expected that the file can be read where it was made'),
    });
  });

  it('that cannot be made ends the start with 73', () => {
    const path = pathOf('a-file', 'lookup.key');
    writeFileSync(dirname(path), '');
    const error = errorOf(() => readOrCreateSecretFile(path));
    expect(error).toMatchObject({ exitCode: 73, message: expect.stringContaining('A secret file cannot be made: expected a folder') });
    expect(String(error)).not.toContain(path);
  });
});
