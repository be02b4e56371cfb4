import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StartError } from '../lifecycle/start-error.ts';
import { failureOf } from '../testing/document-samples.ts';
import { listen } from './listen.ts';

const createClosingServer = (): Server => {
  const server = createServer();
  onTestFinished(() => void server.close());
  return server;
};

describe('listening', () => {
  it('takes a free port for port 0', async () => {
    const server = createClosingServer();
    await listen(server, { port: 0, host: '127.0.0.1' });
    expect((server.address() as AddressInfo).port).toBeGreaterThan(0);
  });

  it('on a taken port says which one and what to do, and ends the start with 69', async () => {
    const first = createClosingServer();
    await listen(first, { port: 0, host: '127.0.0.1' });
    const { port } = first.address() as AddressInfo;
    const error = await failureOf(listen(createServer(), { port, host: '127.0.0.1' }));
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      exitCode: 69,
      message: `Port ${port} is taken. Expected a free port: stop what listens there or choose another one, for example PORT=${port + 1}.`,
    });
  });

  it('at an address that is not of this machine rejects with the cause', async () => {
    expect(await failureOf(listen(createServer(), { port: 0, host: '192.0.2.1' }))).toHaveProperty('code', 'EADDRNOTAVAIL');
  });
});
