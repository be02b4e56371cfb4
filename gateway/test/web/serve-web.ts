import { get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { createWebRouter, type WebRouterOptions } from '../../src/web/create-web-router.ts';
import type { PersonaToken } from '../../src/web/persona-token.ts';

/** The personas of the example and one who needs a further header. */
export const personas: readonly PersonaToken[] = [
  { name: 'housing-officer', description: 'Works for housing.', token: 'token.of.housing' },
  { name: 'social-care-officer', description: 'Works for social care.', token: 'token.of.social-care' },
  { name: 'read-only-officer', description: 'Reads for housing.', token: 'token.of.read-only' },
  { name: 'two-area-officer', description: 'Of two areas.', token: 'token.of.two', headers: { 'x-service-area': 'housing' } },
];

/** Options of a development router. */
export const development: WebRouterOptions = {
  isDevelopment: true,
  personas: async () => personas,
  exampleVariables: { name: 'Siobhán O’Sample' },
};

/** A served router; disposing it closes the server. */
export interface ServedWeb extends AsyncDisposable {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** The body of a page asked for under another host name, which `fetch` cannot do. */
  readonly readAsHost: (path: string, host: string) => Promise<string>;
}

/** Serves the pages on a free port. */
export const serveWeb = async (options: Partial<WebRouterOptions> = {}): Promise<ServedWeb> => {
  const app = express().use(createWebRouter({ ...development, ...options }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    get: (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' }),
    readAsHost: (path, host) =>
      new Promise((resolve, reject) => {
        httpGet({ port, path, host: '127.0.0.1', headers: { host } }, (response) => resolve(text(response))).on('error', reject);
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
