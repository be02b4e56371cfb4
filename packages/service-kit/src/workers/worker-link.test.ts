import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InputError } from '../errors/service-error.ts';
import { listen } from '../http/listen.ts';
import { createIdentitySigner, createIdentityVerifier } from '../identity/internal-identity.ts';
import { createServiceKeyRing } from '../identity/service-keys.ts';
import type { CallCredentials, SubgraphHandler } from '../subgraph/subgraph-handler.ts';
import { failureOf } from '../testing/document-samples.ts';
import { applyEventsAction, createLinkedSubscriber } from './event-delivery.ts';
import { createHttpWorkerLink, createInProcessWorkerLink, type WorkerLink, type WorkerLinkEnds } from './worker-link.ts';

const ring = await createServiceKeyRing();
const ends: WorkerLinkEnds = { from: 'equality', to: 'person', signer: createIdentitySigner(ring.keys.equality) };
const verifier = createIdentityVerifier('person', ring.trusted);

/** A peer over HTTP until the test ends. */
const servePeer = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await listen(server, { port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('a worker link inside one process', () => {
  it('is signed for the peer as the own worker', async () => {
    const calls: { readonly input: unknown; readonly credentials: CallCredentials }[] = [];
    const peer = {
      callWorkerAction: async (_action: string, input: unknown, credentials: CallCredentials) => void calls.push({ input, credentials }),
    };
    await createInProcessWorkerLink(ends, () => peer as unknown as SubgraphHandler).call('persons.exist', { ids: [] }, 'correlation-1');
    expect(calls).toMatchObject([{ input: { ids: [] }, credentials: { correlationId: 'correlation-1' } }]);
    const identity = await verifier.verify(calls[0]?.credentials.identityToken);
    expect(identity).toMatchObject({ issuer: 'equality', subject: { id: 'equality', kind: 'worker' } });
  });

  it("hands on the peer's own errors", async () => {
    const peer = { callWorkerAction: () => Promise.reject(new InputError('NOT_FOUND', 'There is no such action.')) };
    const link = createInProcessWorkerLink(ends, () => peer as unknown as SubgraphHandler);
    expect(await failureOf(link.call('nothing', null, ''))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a worker link over HTTP', () => {
  it('posts the input to the action, signed, with the correlation id', async () => {
    const seen: unknown[] = [];
    const url = await servePeer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push(request.method, request.url, request.headers['x-correlation-id'], JSON.parse(body), request.headers.authorization);
        response.setHeader('content-type', 'application/json').end('{"existing":["a"]}');
      });
    });
    expect(await createHttpWorkerLink(ends, url).call('persons.exist', { ids: ['a'] }, 'correlation-1')).toEqual({ existing: ['a'] });
    expect(seen.slice(0, 4)).toEqual(['POST', '/internal/persons.exist', 'correlation-1', { ids: ['a'] }]);
    expect(await verifier.verify(String(seen[4]).replace('Bearer ', ''))).toMatchObject({ issuer: 'equality' });
  });

  const unavailable = {
    code: 'SUBGRAPH_UNAVAILABLE',
    message: 'person does not answer now.',
    details: { service: 'person', retryable: true },
  };

  it('is SUBGRAPH_UNAVAILABLE without a host when nobody listens', async () => {
    expect(await failureOf(createHttpWorkerLink(ends, 'http://127.0.0.1:1').call('persons.exist', {}, ''))).toMatchObject(unavailable);
  });

  it.each<[string, RequestListener]>([
    ['refuses', (_request, response) => void response.writeHead(401).end('{"errors":[]}')],
    ['fails', (_request, response) => void response.writeHead(500).end('canary')],
    ['hangs up', (request) => void request.socket.destroy()],
    ['answers no JSON', (_request, response) => void response.end('<html>')],
  ])('is SUBGRAPH_UNAVAILABLE when the peer %s', async (_title, listener) => {
    const url = await servePeer(listener);
    expect(await failureOf(createHttpWorkerLink(ends, url).call('persons.exist', {}, ''))).toMatchObject(unavailable);
  });
});

it('a linked subscriber delivers events under their correlation id', async () => {
  const calls: unknown[] = [];
  const link: WorkerLink = { call: async (...call) => void calls.push(call) };
  const event = { id: 'e', type: 'PersonCreated', entityId: 'a', version: 0, at: '', correlationId: 'correlation-1' } as const;
  const subscriber = createLinkedSubscriber('search', link);
  await subscriber.deliver([{ ...event, type: 'EqualityInformationRecorded', targetId: 'a' }]);
  expect(subscriber.name).toBe('search');
  expect(calls).toMatchObject([[applyEventsAction, { events: [{ id: 'e' }] }, 'correlation-1']]);
});
