import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explain } from './explain.ts';

class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** A port on which nothing answers. */
const findPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const run = async (...args: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const written: string[] = [];
  const stderr = new PassThrough();
  const complaints: string[] = [];
  stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const process = {
    on: () => undefined,
    exit: (code: number): never => {
      throw new Exit(code);
    },
    stdout: { write: (text: string) => written.push(text) },
    stderr,
  };
  const environment = { DATA_DIR: folder, PORT: String(await findPort()), SAMPLE_REGISTER: 'off' };
  const code = await explain(process, environment, args).then(
    () => 0,
    (error: unknown) => {
      if (error instanceof Exit) return error.code;
      throw error;
    },
  );
  return { code, output: written.join(''), complaint: complaints.join('') };
};

describe('npm run explain', () => {
  it('explains itself', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    expect(output).toContain('--detail ID --as PERSONA');
  });

  it.each([
    ['no detail', ['--as', 'housing-officer'], 'Expected --detail ID and --as PERSONA.'],
    ['an unknown option', ['--who'], "Unknown option '--who'"],
    ['an unknown persona', ['--detail', 'detail-1', '--as', 'king'], 'Expected one of the personas housing-officer,'],
    ["another's area", ['--detail', 'detail-1', '--as', 'housing-officer', '--area', 'repairs'], 'The persona cannot act so:'],
  ])('is refused with %s, and says what is expected', async (_title, args, message) => {
    const { code, complaint } = await run(...args);
    expect(code).toBe(78);
    expect(complaint).toContain(message);
  });

  it('has no explanation for a detail that is not there', async () => {
    const { code, complaint, output } = await run('--detail', 'detail-1', '--as', 'housing-officer');
    expect([code, output]).toEqual([69, '']);
    expect(complaint).toBe('The platform refused: There is no explanation for you here.\n');
  });
});
