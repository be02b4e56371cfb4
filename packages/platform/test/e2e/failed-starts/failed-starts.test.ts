import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand, startPlatform, temporaryFolder } from '../kit/start-platform.ts';

const inFolder = async (tell: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await temporaryFolder();
  try {
    await tell(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const quiet = { LOG_LEVEL: 'silent', SAMPLE_REGISTER: 'off' };

describe('a start that cannot succeed', () => {
  it('names every wrong variable at once and ends with 78', () =>
    inFolder(async (folder) => {
      const environment = {
        DATA_DIR: folder,
        PORT: 'many',
        LOG_LEVEL: 'loud',
        MONGODB_URI: 'postgres://secret@db',
        NODE_ENV: 'holiday',
        GATEWAY_DEPTH_LIMIT: '1',
      };
      const { code, stderr } = await runCommand(['start'], environment);
      expect(code).toBe(78);
      for (const name of ['PORT', 'LOG_LEVEL', 'MONGODB_URI', 'NODE_ENV', 'GATEWAY_DEPTH_LIMIT'])
        expect(stderr).toContain(`- ${name}: expected`);
      expect(stderr).not.toContain('secret');
    }));

  it('refuses the development issuer in production', () =>
    inFolder(async (folder) => {
      const { code, stderr } = await runCommand(['start'], { DATA_DIR: folder, NODE_ENV: 'production', GATEWAY_DEVELOPMENT_ISSUER: 'on' });
      expect([code, stderr]).toStrictEqual([
        78,
        expect.stringContaining('GATEWAY_DEVELOPMENT_ISSUER: expected off when NODE_ENV is production'),
      ]);
    }));

  it('names everything that production needs of the token issuer', () =>
    inFolder(async (folder) => {
      const { code, stderr } = await runCommand(['start'], { DATA_DIR: folder, NODE_ENV: 'production' });
      expect(code).toBe(78);
      for (const name of ['GATEWAY_TOKEN_ISSUER', 'GATEWAY_TOKEN_AUDIENCE', 'GATEWAY_TOKEN_JWKS_URL', 'GATEWAY_GROUP_MAPPING_FILE'])
        expect(stderr).toContain(name);
    }));

  it('says that the port is taken and which one to try', () =>
    inFolder(async (folder) => {
      const other = createServer();
      await new Promise<void>((resolve) => {
        other.listen(0, '127.0.0.1', resolve);
      });
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      try {
        const { code, stderr } = await runCommand(['start'], { ...quiet, DATA_DIR: folder, PORT: String(port) });
        expect([code, stderr]).toStrictEqual([69, expect.stringContaining(`Port ${port} is taken`)]);
        expect(stderr).toContain(`PORT=${port + 1}`);
      } finally {
        other.close();
      }
    }));

  it('says that a file is where the data folder should be', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'data');
      await writeFile(file, 'not a folder');
      const { code, stderr } = await runCommand(['start'], { ...quiet, DATA_DIR: file, PORT: '0' });
      expect([code, stderr]).toStrictEqual([73, expect.stringContaining('The data folder cannot be used')]);
    }));

  it('says that MongoDB does not answer, without its address', () =>
    inFolder(async (folder) => {
      const environment = {
        ...quiet,
        DATA_DIR: folder,
        PORT: '0',
        MONGODB_URI: 'mongodb://hidden-user:hidden-word@127.0.0.1:1/?serverSelectionTimeoutMS=300',
      };
      const { code, stderr } = await runCommand(['start'], environment);
      expect(code).toBe(69);
      expect(stderr).toMatch(/MongoDB/u);
      expect(stderr).not.toMatch(/hidden|127\.0\.0\.1/u);
    }));

  it('says that five processes need a MongoDB', () =>
    inFolder(async (folder) => {
      const { code, stderr } = await runCommand(['start:services'], { ...quiet, DATA_DIR: folder, PORT: '0' });
      expect([code, stderr]).toStrictEqual([78, expect.stringContaining('MONGODB_URI: expected')]);
    }));

  it('refuses a data folder that another process uses, and loses nothing there', async () => {
    await using platform = await startPlatform({ way: 'one process' });
    const { code, stderr } = await runCommand(['start'], { ...quiet, DATA_DIR: platform.dataDirectory, PORT: '0' });
    expect([code, stderr]).toStrictEqual([69, expect.stringContaining('in use by another process')]);
    expect((await platform.ask('housing-officer', '{ persons(ids: []) { id } }')).body).toStrictEqual({ data: { persons: [] } });
  });
});
