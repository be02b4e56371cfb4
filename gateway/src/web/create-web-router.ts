import express from 'express';
import { renderGraphiqlPage } from './graphiql-page.ts';
import { renderLandingPage } from './landing-page.ts';
import type { PersonaToken } from './persona-token.ts';
import { assetHeaders, graphiqlPageHeaders, landingPageHeaders } from './security-headers.ts';
import { readExampleOperation } from './three-callers.ts';
import { findGraphiqlAssets, findLandingPageAssets, type WebAsset, type WebAssets } from './web-assets.ts';

/** What the web pages depend on. */
export interface WebRouterOptions {
  /** Whether tokens and GraphiQL may be shown. When false, `personas` is never called. */
  readonly isDevelopment: boolean;
  /** Mints fresh tokens, called for each page; null when there is no development issuer. */
  readonly personas: (() => Promise<readonly PersonaToken[]>) | null;
  /** Variables of the example operation, such as the name of a resident of the sample register. */
  readonly exampleVariables: Readonly<Record<string, unknown>>;
  /** The address under which callers reach the gateway, such as `https://graph.example.org`; else that of the request. */
  readonly publicUrl?: string;
}

/** Longest time that a browser may keep a file, in seconds: one year. */
const assetMaxAgeSeconds = 31_536_000;

// The host header is the caller's own text; whatever does not look like a host falls back to a relative address.
const hostPattern = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i;

const endpointOf = (request: express.Request, publicUrl: string | undefined): string => {
  if (publicUrl !== undefined) {
    return new URL('/graphql', publicUrl).href;
  }
  const host = request.get('host') ?? '';
  return hostPattern.test(host) ? `${request.protocol}://${host}/graphql` : '/graphql';
};

const serveAsset =
  (assets: WebAssets): express.RequestHandler<{ name: string }> =>
  (request, response) => {
    const asset = assets.get(request.params.name);
    if (asset === undefined) {
      response.status(404).set(assetHeaders).type('text/plain').send('There is no such file.\n');
      return;
    }
    // A wrong or missing version may be asked for by a page of another release: such an answer is checked again each time.
    const { v: version } = request.query;
    const isCurrent = version === asset.version;
    response
      .set(assetHeaders)
      .set('cache-control', isCurrent ? `public, max-age=${assetMaxAgeSeconds}, immutable` : 'no-cache')
      .set('etag', `"${asset.version}"`)
      // The list above is closed, so a dot in a folder that the project lies in is no reason to hide the file.
      .sendFile(asset.path, { cacheControl: false, lastModified: false, dotfiles: 'allow' });
  };

/**
 * The gateway's pages: `/`, `/graphiql` and their static files. In production the landing page holds no persona and no token,
 * and GraphiQL and its files answer 404.
 */
export const createWebRouter = ({ isDevelopment, personas, exampleVariables, publicUrl }: WebRouterOptions): express.Router => {
  const router = express.Router();
  const landingAssets = findLandingPageAssets();
  const graphiqlAssets: WebAssets = isDevelopment ? findGraphiqlAssets() : new Map<string, WebAsset>();
  const operation = readExampleOperation();
  const listPersonas = isDevelopment && personas !== null ? personas : null;

  router.get('/', async (request, response) => {
    const page = renderLandingPage({
      endpoint: endpointOf(request, publicUrl),
      operation,
      exampleVariables,
      personas: listPersonas === null ? null : await listPersonas(),
      hasGraphiql: isDevelopment,
      assets: landingAssets,
    });
    response.set(landingPageHeaders).type('html').send(page);
  });

  router.get('/graphiql', async (_request, response) => {
    if (!isDevelopment) {
      response.status(404).set(landingPageHeaders).type('text/plain').send('GraphiQL is off in production.\n');
      return;
    }
    const page = renderGraphiqlPage({
      operation,
      variables: exampleVariables,
      personas: listPersonas === null ? [] : await listPersonas(),
      assets: graphiqlAssets,
    });
    response.set(graphiqlPageHeaders).type('html').send(page);
  });

  router.get('/assets/:name', serveAsset(new Map([...landingAssets, ...graphiqlAssets])));
  return router;
};
