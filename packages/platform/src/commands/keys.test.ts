import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookupKeyFileName } from '../data-folder.ts';
import { writeKeyFiles } from './keys.ts';

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'keys');
};
const contentOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the keys of a deployment', () => {
  it('are one file for each service and the lookup key, for their owner alone', async () => {
    const folder = folderOf();
    await writeKeyFiles(folder);
    const names = ['contact-details.json', 'equality.json', 'gateway.json', lookupKeyFileName, 'person.json', 'search.json'];
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
    if (platform() === 'win32') return;
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('are all new when they are made again, but for the lookup key', async () => {
    const folder = folderOf();
    await writeKeyFiles(folder);
    const [lookup, service] = [contentOf(folder, lookupKeyFileName), contentOf(folder, 'gateway.json')];
    await writeKeyFiles(folder);
    expect(contentOf(folder, lookupKeyFileName)).toBe(lookup);
    expect(contentOf(folder, 'gateway.json')).not.toBe(service);
  });

  it('stay as they are when the lookup key is not usable', async () => {
    const folder = folderOf();
    await writeKeyFiles(folder);
    const service = contentOf(folder, 'gateway.json');
    writeFileSync(join(folder, lookupKeyFileName), 'none');
    await expect(writeKeyFiles(folder)).rejects.toMatchObject({ exitCode: 78 });
    expect(contentOf(folder, 'gateway.json')).toBe(service);
  });
});
