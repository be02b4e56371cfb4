import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A static file that the pages use. */
export interface WebAsset {
  /** Its name below `/assets/`. */
  readonly name: string;
  /** Where it lies on disk. */
  readonly path: string;
  /** Changes whenever the content does; part of the address, so that a browser may keep the file for good. */
  readonly version: string;
}

/** The static files by name. */
export type WebAssets = ReadonlyMap<string, WebAsset>;

const installed = createRequire(import.meta.url);

// The React packages export no UMD path, so the file is found beside the package.json, which they do export.
const locateInstalled = (packageName: string, path: string): string =>
  join(dirname(installed.resolve(`${packageName}/package.json`)), path);

const locateOwn = (name: string): string => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));

const ownNames = ['landing.css', 'landing-answers.css', 'landing.js', 'describe-answer.js', 'icon.svg'] as const;

const readAsset = (name: string, path: string): readonly [string, WebAsset] => {
  const version = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
  return [name, { name, path, version }];
};

/** What the landing page uses. Throws when a file is missing. */
export const findLandingPageAssets = (): WebAssets => new Map(ownNames.map((name) => readAsset(name, locateOwn(name))));

/** What the GraphiQL page uses, from the installed packages, so that it works offline. Throws when a file is missing. */
export const findGraphiqlAssets = (): WebAssets =>
  new Map([
    readAsset('icon.svg', locateOwn('icon.svg')),
    readAsset('graphiql-page.css', locateOwn('graphiql-page.css')),
    readAsset('graphiql-start.js', locateOwn('graphiql-start.js')),
    readAsset('graphiql.min.css', locateInstalled('graphiql', 'graphiql.min.css')),
    readAsset('graphiql.min.js', locateInstalled('graphiql', 'graphiql.min.js')),
    readAsset('react.production.min.js', locateInstalled('react', 'umd/react.production.min.js')),
    readAsset('react-dom.production.min.js', locateInstalled('react-dom', 'umd/react-dom.production.min.js')),
  ]);

/** The address of a static file, with its version. Throws on a name that is not served. */
export const addressOf = (assets: WebAssets, name: string): string => {
  const asset = assets.get(name);
  if (asset === undefined) {
    throw new Error(`No such static file: ${name}`);
  }
  return `/assets/${asset.name}?v=${asset.version}`;
};
