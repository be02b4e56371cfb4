import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of other people's pages, of built files and of data. */
const skipped = new Set(['node_modules', 'dist', 'data', 'coverage']);

const listPages = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) return [];
    if (entry.isDirectory()) return listPages(join(folder, entry.name));
    return entry.name.endsWith('.md') ? [join(folder, entry.name)] : [];
  });

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gmu, '').replaceAll(/`[^`\n]*`/gu, '');

const listLinks = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/gu)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z][a-z0-9+.-]*:/u.test(target));

/** A heading's anchor: small letters, blanks as hyphens, other signs left out. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-');

const listAnchors = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gmu, '').matchAll(/^#{1,6} (.+)$/gmu)].map(([, heading = '']) => toAnchor(heading));

const isBroken = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(target)) return true;
  return anchor !== undefined && !listAnchors(readFileSync(target, 'utf8')).includes(anchor);
};

/** Paths from the root that stand in a text as code; patterns, placeholders and built files are not looked for. */
const listPaths = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:bench|docs|gateway|packages|samples|schema|subgraphs)\/[^`\s]*)`/gu)]
    .map(([, path = '']) => path)
    .filter((path) => !/[*<>]|\/dist\//u.test(path));

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };

const listScripts = (text: string): readonly string[] =>
  [...text.matchAll(/npm run (?:-s |--silent )?([a-z][a-z0-9:-]*)/gu)].map(([, script = '']) => script);

describe.each(listPages(root).map((page) => ({ name: relative(root, page), page })))('$name', ({ page }) => {
  const text = readFileSync(page, 'utf8');

  it('has only relative links that lead somewhere', () => {
    expect(listLinks(text).filter((link) => isBroken(page, link))).toEqual([]);
  });

  it('names only paths that exist', () => {
    expect(listPaths(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names only scripts that the root package.json has', () => {
    expect(listScripts(text).filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});

describe('the check of links', () => {
  it.each([
    ['a missing file', '[a](no-such-page.md)'],
    ['a missing heading', '[a](README.md#no-such-heading)'],
    ['a missing picture', '![a](docs/no-such-picture.png)'],
  ])('notices %s', (_what, text) => {
    expect(listLinks(text).filter((link) => isBroken(join(root, 'README.md'), link))).toHaveLength(1);
  });
});
