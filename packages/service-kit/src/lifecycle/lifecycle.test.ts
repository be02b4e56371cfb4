import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/document-samples.ts';
import { createGate } from '../testing/gate.ts';
import { Lifecycle } from './lifecycle.ts';

/** A service whose steps a test lets go on. */
const createSteps = () => {
  const log: string[] = [];
  const started = createGate<void>();
  const stopped = createGate<void>();
  const lifecycle = new Lifecycle({
    start: async () => {
      log.push('start');
      await started.promise;
      log.push('started');
    },
    stop: async () => {
      log.push('stop');
      await stopped.promise;
      log.push('stopped');
    },
  });
  return { log, started, stopped, lifecycle };
};

describe('a lifecycle', () => {
  it('goes from created through starting, started and draining to stopped', async () => {
    const { lifecycle, started, stopped, log } = createSteps();
    expect(lifecycle.phase).toBe('created');
    const starting = lifecycle.start();
    expect(lifecycle.phase).toBe('starting');
    started.resolve();
    await starting;
    expect(lifecycle.phase).toBe('started');
    const stopping = lifecycle.stop();
    expect(lifecycle.phase).toBe('draining');
    stopped.resolve();
    await stopping;
    expect(lifecycle.phase).toBe('stopped');
    expect(log).toEqual(['start', 'started', 'stop', 'stopped']);
  });

  it('starts once', async () => {
    const { lifecycle, started } = createSteps();
    started.resolve();
    await lifecycle.start();
    await expect(lifecycle.start()).rejects.toThrow('A service starts once; this one is started.');
  });

  it('stops once, however often it is asked', async () => {
    const { lifecycle, started, stopped, log } = createSteps();
    started.resolve();
    await lifecycle.start();
    const stopping = [lifecycle.stop(), lifecycle.stop()];
    stopped.resolve();
    await Promise.all(stopping);
    await lifecycle.stop();
    expect(log.filter((step) => step === 'stop')).toHaveLength(1);
  });

  it('stops without work when it never started, and then starts no more', async () => {
    const { lifecycle, log } = createSteps();
    await lifecycle.stop();
    expect(log).toEqual([]);
    await expect(lifecycle.start()).rejects.toThrow('A service starts once; this one is stopped.');
  });

  it('that is stopped while it starts stops after the start, and is not started again', async () => {
    const { lifecycle, started, stopped, log } = createSteps();
    const starting = lifecycle.start();
    const stopping = lifecycle.stop();
    expect(lifecycle.phase).toBe('draining');
    stopped.resolve();
    started.resolve();
    await Promise.all([starting, stopping]);
    expect(log).toEqual(['start', 'started', 'stop', 'stopped']);
    expect(lifecycle.phase).toBe('stopped');
  });

  it('that fails to start closes what was opened and tells why', async () => {
    const { lifecycle, started, stopped, log } = createSteps();
    stopped.reject(new Error('closing fails too'));
    started.reject(new Error('no port'));
    expect(await failureOf(lifecycle.start())).toHaveProperty('message', 'no port');
    expect(lifecycle.phase).toBe('failed');
    expect(log).toEqual(['start', 'stop']);
  });

  it('that fails to start while it is being stopped closes once', async () => {
    const { lifecycle, started, stopped, log } = createSteps();
    const starting = lifecycle.start();
    const stopping = lifecycle.stop();
    started.reject(new Error('no port'));
    stopped.resolve();
    await expect(starting).rejects.toThrow('no port');
    await stopping;
    expect(log).toEqual(['start', 'stop', 'stopped']);
    expect(lifecycle.phase).toBe('stopped');
  });

  it('is stopped even when stopping fails', async () => {
    const { lifecycle, started, stopped } = createSteps();
    started.resolve();
    await lifecycle.start();
    stopped.reject(new Error('stuck'));
    await expect(lifecycle.stop()).rejects.toThrow('stuck');
    expect(lifecycle.phase).toBe('stopped');
  });
});
