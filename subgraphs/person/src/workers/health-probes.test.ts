import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LinkAddress } from '../domain/link-addresses.ts';
import { HealthProbes, type ProbeHealth, probeOverHttp } from './health-probes.ts';

/** Probes under a clock and with answers that the test gives when it wants. */
const createStage = () => {
  let now = 1_000_000;
  const asked: {
    readonly url: string;
    readonly signal: AbortSignal;
    readonly answer: (isUp: boolean) => void;
    readonly fail: () => void;
  }[] = [];
  const told: string[] = [];
  const probe: ProbeHealth = (url, signal) =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error('unreachable'));
      signal.addEventListener('abort', fail);
      asked.push({ url, signal, answer: resolve, fail });
    });
  const address = (healthUrl: string | null): LinkAddress => ({ hrefTemplate: 'https://a.example/{reference}', healthUrl });
  const addresses = new Map([
    ['TENURE', address('https://a.example/health')],
    ['NOTES', address('https://b.example/health')],
    ['PATCHES', address(null)],
  ]);
  const probes = new HealthProbes({ addresses, now: () => now, probe, onVerdict: (system, verdict) => told.push(`${system} ${verdict}`) });
  return {
    probes,
    asked,
    told,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    verdicts: async (...systems: readonly string[]) => [...(await probes.findVerdicts(systems)).values()],
    /** Answers the newest probe, after which its verdict stands. */
    answer: async (isUp: boolean) => {
      asked.at(-1)?.answer(isUp);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
};

describe('health probes', () => {
  it('wait for a first verdict, once for all who ask', async () => {
    const { verdicts, asked, told } = createStage();
    const both = Promise.all([verdicts('TENURE'), verdicts('TENURE')]);
    expect(asked.map(({ url }) => url)).toEqual(['https://a.example/health']);
    asked[0]?.answer(true);
    expect(await both).toEqual([['UP'], ['UP']]);
    expect(told).toEqual(['TENURE UP']);
  });

  it('wait no longer than 50 ms, then nobody knows', async () => {
    const { verdicts } = createStage();
    const began = performance.now();
    expect(await verdicts('TENURE', 'NOTES')).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(performance.now() - began).toBeGreaterThanOrEqual(45);
  });

  it('do not ask where there is nothing to ask, and do not wait for it', async () => {
    const { verdicts, asked } = createStage();
    expect(await verdicts('PATCHES', 'PARKS')).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(asked).toEqual([]);
  });

  it.each([
    ['says no', false],
    ['cannot be reached', 'fail'],
  ] as const)('find a system down that %s', async (_title, how) => {
    const { verdicts, asked } = createStage();
    const verdict = verdicts('TENURE');
    if (how === 'fail') asked[0]?.fail();
    else asked[0]?.answer(how);
    expect(await verdict).toEqual(['DOWN']);
  });

  it('tell a verdict for 15 s without asking, and up to 60 s while they ask again', async () => {
    const { verdicts, asked, answer, pass, told } = createStage();
    const first = verdicts('TENURE');
    await answer(true);
    await first;
    pass(14_999);
    expect([await verdicts('TENURE'), asked.length]).toEqual([['UP'], 1]);
    pass(1);
    expect([await verdicts('TENURE'), asked.length]).toEqual([['UP'], 2]);
    expect([await verdicts('TENURE'), asked.length]).toEqual([['UP'], 2]);
    await answer(false);
    expect([await verdicts('TENURE'), asked.length]).toEqual([['DOWN'], 2]);
    expect(told).toEqual(['TENURE UP', 'TENURE DOWN']);
    pass(60_000);
    const late = verdicts('TENURE');
    await answer(true);
    expect([await late, asked.length]).toEqual([['UP'], 3]);
  });

  it('that stop end what is under way and ask nothing more', async () => {
    const { probes, verdicts, asked, told } = createStage();
    const waiting = verdicts('TENURE');
    await probes.stop();
    await waiting;
    await verdicts('NOTES');
    expect([asked.length, asked[0]?.signal.aborted, told]).toEqual([1, true, []]);
  });
});

describe('a probe over HTTP', () => {
  let server: Server;
  const paths: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(request.url ?? '');
      if (request.url === '/never') return;
      const status = Number(request.url?.slice(1));
      response.writeHead(status, status === 302 ? { location: '/200' } : {}).end('ok');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const urlOf = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;

  it.each([
    [200, true],
    [204, true],
    [302, false],
    [404, false],
    [503, false],
  ])('takes %i for up: %s', async (status, isUp) => {
    expect(await probeOverHttp(urlOf(String(status)), AbortSignal.timeout(10_000))).toBe(isUp);
  });

  it('follows no redirect', () => {
    expect(paths.filter((path) => path === '/200')).toHaveLength(1);
  });

  it('ends with its signal', async () => {
    const stopping = new AbortController();
    const probe = probeOverHttp(urlOf('never'), stopping.signal);
    stopping.abort();
    await expect(probe).rejects.toThrow();
  });
});
