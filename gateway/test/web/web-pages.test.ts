import { readOperation } from '@resident-graph/schema';
import { expect, test } from 'vitest';
import type { PersonaToken } from '../../src/web/persona-token.ts';
import { personas, serveWeb } from './serve-web.ts';

const readPageData = (html: string): unknown => JSON.parse(/id="page-data">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null');

test('the landing page shows three columns, the query, the personas and their tokens', async () => {
  await using web = await serveWeb();
  const html = await (await web.get('/')).text();
  expect([...html.matchAll(/data-answer="([^"]+)"/g)].map(([, name]) => name)).toEqual([
    'housing-officer',
    'social-care-officer',
    'read-only-officer',
  ]);
  expect(html).toContain('query ThreeCallers($name: String!)');
  expect(html).toContain('/graphiql#persona=two-area-officer');
  expect(readPageData(html)).toMatchObject({
    personas,
    operation: readOperation('three-callers'),
    variables: { name: 'Siobhán O’Sample' },
  });
});

test.each(['/', '/graphiql'])('no token stands in an address of %s', async (path) => {
  await using web = await serveWeb();
  const html = await (await web.get(path)).text();
  const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => address?.includes('token.of'))).toEqual([]);
});

test.each(['/', '/graphiql'])('hostile persona names stay text on %s', async (path) => {
  const hostile = '"><script>alert(1)</script><!--\'';
  const all: readonly PersonaToken[] = [...personas, { name: hostile, description: hostile, token: hostile }];
  await using web = await serveWeb({ personas: async () => all });
  const html = await (await web.get(path)).text();
  expect(html).not.toContain('<script>alert');
  expect(html).not.toContain('<!--');
  expect(readPageData(html)).toMatchObject({ personas: all });
});

test('tokens are minted for each page', async () => {
  let count = 0;
  const mint = async (): Promise<readonly PersonaToken[]> => [{ name: 'nobody', description: '', token: `token-${++count}` }];
  await using web = await serveWeb({ personas: mint });
  await web.get('/');
  expect(await (await web.get('/')).text()).toContain('token-2');
});

test('production shows no persona, no token and no GraphiQL, whatever it is given', async () => {
  let isCalled = false;
  const mint = async () => {
    isCalled = true;
    return personas;
  };
  await using web = await serveWeb({ isDevelopment: false, personas: mint });
  const landing = await web.get('/');
  const html = await landing.text();
  expect(landing.status).toBe(200);
  expect(isCalled).toBe(false);
  for (const absent of ['token.of', 'housing-officer', 'graphiql', 'sandbox', '<script']) {
    expect(html.toLowerCase()).not.toContain(absent);
  }
  const graphiql = await web.get('/graphiql');
  expect([graphiql.status, graphiql.headers.get('content-type'), await graphiql.text()]).toEqual([
    404,
    'text/plain; charset=utf-8',
    'GraphiQL is off in production.\n',
  ]);
  expect((await web.get('/assets/graphiql.min.js')).status).toBe(404);
});

test('development without an issuer has GraphiQL and no personas', async () => {
  await using web = await serveWeb({ personas: null });
  expect(await (await web.get('/')).text()).not.toContain('data-answer');
  expect(readPageData(await (await web.get('/graphiql')).text())).toMatchObject({ personas: [] });
});

test.each(['/', '/graphiql'])('%s has the security headers', async (path) => {
  await using web = await serveWeb();
  const { headers } = await web.get(path);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cache-control')).toBe('no-store');
});

test('the landing page has nothing inline that its policy would have to allow', async () => {
  await using web = await serveWeb();
  const response = await web.get('/');
  const html = await response.text();
  expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script(?! type="application\/json"| type="module" src=)/);
});

test.each([
  ['the public address', 'https://graph.example.org', 'localhost:4000', 'https://graph.example.org/graphql'],
  ['that of the request', undefined, 'localhost:4000', 'http://localhost:4000/graphql'],
  ['that of the request over IPv6', undefined, '[::1]:4000', 'http://[::1]:4000/graphql'],
  ['relative for a strange host', undefined, 'a"><script>', '/graphql'],
])('the endpoint is %s', async (_case, publicUrl, host, endpoint) => {
  await using web = await serveWeb(publicUrl === undefined ? {} : { publicUrl });
  expect(readPageData(await web.readAsHost('/', host))).toMatchObject({ endpoint });
});

test('the link to Apollo Sandbox names the own endpoint', async () => {
  await using web = await serveWeb({ publicUrl: 'http://localhost:4000' });
  const html = await (await web.get('/')).text();
  expect(html).toContain('https://studio.apollographql.com/sandbox/explorer?endpoint=http%3A%2F%2Flocalhost%3A4000%2Fgraphql');
});

test.each(['/', '/graphiql'])('every file that %s refers to is served from here and kept for a year', async (path) => {
  await using web = await serveWeb();
  const html = await (await web.get(path)).text();
  const addresses = [...html.matchAll(/<(?:script|link)[^>]* (?:href|src)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) {
    expect(address).toMatch(/^\/assets\//);
    const response = await web.get(address);
    await response.arrayBuffer();
    expect([address, response.status, response.headers.get('cache-control')]).toEqual([
      address,
      200,
      'public, max-age=31536000, immutable',
    ]);
    const again = await web.get(address, { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' });
    expect([address, again.status]).toEqual([address, 304]);
  }
});

test('a file asked for without its version is checked again each time', async () => {
  await using web = await serveWeb();
  const response = await web.get('/assets/describe-answer.js');
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
});

test.each(['/assets/unknown.js', '/assets/..%2fpackage.json', '/assets/__proto__'])('%s is not found', async (path) => {
  await using web = await serveWeb();
  expect((await web.get(path)).status).toBe(404);
});
