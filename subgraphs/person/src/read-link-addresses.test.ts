import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkedSystems } from '@resident-graph/schema';
import { errorOf } from '@resident-graph/service-kit/testing';
import { expect, it, onTestFinished } from 'vitest';
import { readLinkAddresses } from './read-link-addresses.ts';

it('the addresses of linked systems are invented ones for every system unless a file says otherwise, and nobody is asked there', () => {
  const addresses = readLinkAddresses({ NODE_ENV: 'development' });
  expect([...addresses.keys()]).toEqual(linkedSystems.map(({ code }) => code));
  for (const { hrefTemplate, healthUrl } of addresses.values()) {
    expect(new URL(hrefTemplate).hostname).toMatch(/\.example$/u);
    expect(healthUrl).toBeNull();
  }
});

it('there are no addresses in production without a file', () => {
  expect(readLinkAddresses({ NODE_ENV: 'production' }).size).toBe(0);
});

it('a file is read in production as well', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linked-systems-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'linked-systems.json');
  writeFileSync(file, '{ "TENURE": { "hrefTemplate": "https://tenures.example/{reference}" } }');
  expect([...readLinkAddresses({ NODE_ENV: 'production', PERSON_LINKED_SYSTEMS_FILE: file }).keys()]).toEqual(['TENURE']);
});

it('a file that cannot be read ends the start', () => {
  expect(errorOf(() => readLinkAddresses({ NODE_ENV: 'test', PERSON_LINKED_SYSTEMS_FILE: '/nowhere/linked-systems.json' }))).toMatchObject({
    message: 'The file of PERSON_LINKED_SYSTEMS_FILE cannot be read: expected a readable JSON file.',
  });
});
