import { spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mainPath, mongodbUri, pause, storyWays, temporaryFolder } from '../kit/start-platform.ts';

/** Processes on this machine that were started for a data folder. */
const processesOf = async (folder: string): Promise<number> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
  return environments.filter((environment) => environment.includes(`DATA_DIR=${folder}`)).length;
};

for (const { way, skipped } of storyWays) {
  describe.skipIf(skipped !== false)(`a start that is interrupted (${way}${skipped === false ? '' : `; skipped: ${skipped}`})`, () => {
    it.each([
      ['SIGTERM', 0],
      ['SIGKILL', null],
    ] as const)('by %s ends with %s and leaves no process behind', async (signal, code) => {
      const folder = await temporaryFolder();
      try {
        const command = way === 'five processes on MongoDB' ? 'start:services' : 'start';
        const child = spawn(process.execPath, [mainPath, command], {
          env: {
            PATH: process.env['PATH'],
            DATA_DIR: folder,
            PORT: '0',
            LOG_LEVEL: 'info',
            MONGODB_DATABASE_PREFIX: 'rg-interrupted',
            ...(way === 'one process' || mongodbUri === undefined ? {} : { MONGODB_URI: mongodbUri }),
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const ended = new Promise<number | null>((resolve) => {
          child.once('exit', (exitCode) => resolve(exitCode));
        });
        // Five processes: the first line of a subgraph's log says that the others are still starting.
        if (command === 'start:services') await new Promise((resolve) => child.stdout.once('data', resolve));
        else await new Promise((resolve) => child.once('spawn', resolve));
        while ((await readdir(folder)).length === 0) await new Promise(setImmediate);
        child.kill(signal);
        expect(await ended).toBe(code);
        // A killed parent cannot wait for its children; they notice and end by themselves.
        while ((await processesOf(folder)) > 0) await pause();
        expect(await processesOf(folder)).toBe(0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}
