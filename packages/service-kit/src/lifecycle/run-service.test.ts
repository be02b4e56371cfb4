import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../config/parse-config.ts';
import { StoreLocationError, StoreUnavailableError } from '../store/store-errors.ts';
import { createCollectingLogger } from '../testing/collecting-logger.ts';
import { createGate } from '../testing/gate.ts';
import type { Service } from './lifecycle.ts';
import { type ProcessPort, runService } from './run-service.ts';
import { StartError } from './start-error.ts';

/** A process that only notes what is asked of it. */
const createProcess = () => {
  const listeners = new Map<string, () => void>();
  const ended = createGate<number>();
  let stderr = '';
  const process: ProcessPort = {
    on: (signal, listener) => listeners.set(signal, listener),
    exit: ((code: number) => ended.resolve(code)) as ProcessPort['exit'],
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
  };
  return { process, ended: ended.promise, signal: (name: string) => listeners.get(name)?.(), stderr: () => stderr };
};

const { logger, lines } = createCollectingLogger();
const quiet: Service = { start: async () => undefined, stop: async () => undefined };
const location = new StoreLocationError({ expected: 'a folder', came: 'a file', action: 'Move it.' });

describe('a process that cannot start', () => {
  it.each<[string, number, Error, string]>([
    [
      'a wrong configuration',
      78,
      new ConfigurationError(['PORT: expected a port', 'LOG_LEVEL: expected a level']),
      '  - LOG_LEVEL: expected a level\n',
    ],
    ['an unusable key file', 78, new StartError('configuration', 'The key file is not usable.'), 'The key file is not usable.\n'],
    ['a taken port', 69, new StartError('unavailable', 'Port 1 is taken.'), 'Port 1 is taken.\n'],
    ['a silent store', 69, new StoreUnavailableError('MongoDB does not answer.'), 'MongoDB does not answer.\n'],
    ['a file in place of its folder', 73, location, 'Expected a folder, came a file. Move it.\n'],
  ])('because of %s ends with %i and says so', async (_title, code, error, text) => {
    for (const service of [undefined, { ...quiet, start: () => Promise.reject(error) }]) {
      const { process, ended, stderr } = createProcess();
      await runService(process, () => (service === undefined ? Promise.reject(error) : Promise.resolve({ service, logger })));
      expect(await ended).toBe(code);
      expect(stderr()).toContain(text);
    }
  });

  it('because of a defect ends with 70 and tells its kind and place, never its message', async () => {
    const { process, ended, stderr } = createProcess();
    await runService(process, () => Promise.reject(new TypeError('canary of ann@example.org')));
    expect(await ended).toBe(70);
    expect(stderr()).toContain('This could not be done because of a defect: {"type":"TypeError"');
    expect(stderr()).not.toContain('canary');
  });
});

describe('a running process', () => {
  it.each(['SIGTERM', 'SIGINT'])('finishes its work on %s and ends with 0', async (name) => {
    const { process, ended, signal, stderr } = createProcess();
    const work = createGate<void>();
    const steps: string[] = [];
    const service: Service = {
      start: async () => undefined,
      stop: async () => {
        steps.push('draining');
        await work.promise;
        steps.push('drained');
      },
    };
    await runService(process, async () => ({ service, logger }));
    signal(name);
    expect(steps).toEqual(['draining']);
    work.resolve();
    expect(await ended).toBe(0);
    expect(steps).toEqual(['draining', 'drained']);
    expect(stderr()).toBe('');
  });

  it('ends with 1 when stopping fails, and logs no message', async () => {
    const { process, ended, signal } = createProcess();
    const service: Service = { ...quiet, stop: () => Promise.reject(new Error('canary')) };
    await runService(process, async () => ({ service, logger }));
    signal('SIGTERM');
    expect(await ended).toBe(1);
    expect(lines.join('')).toContain('stopping failed');
    expect(lines.join('')).not.toContain('canary');
  });
});
