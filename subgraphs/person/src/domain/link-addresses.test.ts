import { errorOf } from '@resident-graph/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { parseLinkAddresses, toHref } from './link-addresses.ts';

const read = (content: unknown) => parseLinkAddresses(JSON.stringify(content), ['TENURE', 'NOTES']);
const template = 'https://tenures.example/tenures/{reference}';

describe('the file of link addresses', () => {
  it.each([
    [{ hrefTemplate: template }, null],
    [{ hrefTemplate: template, healthUrl: null }, null],
    [{ hrefTemplate: 'https://t.example/?of={reference}#top', healthUrl: 'https://t.example/health' }, 'https://t.example/health'],
    [{ hrefTemplate: 'http://127.0.0.1:4100/{reference}', healthUrl: 'http://localhost:4100/' }, 'http://localhost:4100/'],
    [{ hrefTemplate: 'http://[::1]:4100/{reference}' }, null],
  ])('takes %j', (address, healthUrl) => {
    expect(read({ TENURE: address }).get('TENURE')).toEqual({ hrefTemplate: address.hrefTemplate, healthUrl });
  });

  it.each([
    ['http elsewhere', { hrefTemplate: 'http://tenures.example/{reference}' }, 'TENURE.hrefTemplate'],
    ['a template without a reference', { hrefTemplate: 'https://tenures.example/' }, 'TENURE.hrefTemplate'],
    ['two references', { hrefTemplate: `${template}/{reference}` }, 'TENURE.hrefTemplate'],
    ['a reference in the host', { hrefTemplate: 'https://{reference}.example/' }, 'TENURE.hrefTemplate'],
    ['a reference that ends the host', { hrefTemplate: 'https://tenures.{reference}' }, 'TENURE.hrefTemplate'],
    ['a script', { hrefTemplate: 'javascript:alert({reference})' }, 'TENURE.hrefTemplate'],
    ['a password', { hrefTemplate: 'https://canary:canary@tenures.example/{reference}' }, 'TENURE.hrefTemplate'],
    ['a file to probe', { hrefTemplate: template, healthUrl: 'file:///canary' }, 'TENURE.healthUrl'],
    ['http elsewhere to probe', { hrefTemplate: template, healthUrl: 'http://canary.example' }, 'TENURE.healthUrl'],
    ['another setting', { hrefTemplate: template, canary: 1 }, 'TENURE'],
  ])('is refused with %s, told by place and not by value', (_title, address, place) => {
    const error = errorOf(() => read({ TENURE: address, NOTES: { hrefTemplate: template } }));
    expect(error).toMatchObject({ exitCode: 78, problems: [expect.stringContaining(`PERSON_LINKED_SYSTEMS_FILE.${place}: expected`)] });
    expect(String(error)).not.toContain('canary');
  });

  it.each([
    ['no JSON', '{', 'expected JSON'],
    ['a list', '[]', 'expected an object of systems by code'],
    ['an unknown system', `{ "PARKS": { "hrefTemplate": "${template}" } }`, 'expected only codes of the registry of linked systems'],
  ])('is refused when it is %s', (_title, text, expected) => {
    expect(errorOf(() => parseLinkAddresses(text, ['TENURE']))).toMatchObject({ problems: [`PERSON_LINKED_SYSTEMS_FILE: ${expected}`] });
  });
});

it('a link has the reference in its place and nothing of it anywhere else', () => {
  const address = { hrefTemplate: 'https://t.example/a/{reference}/b', healthUrl: null };
  expect(toHref(address, 'T-1:2')).toBe('https://t.example/a/T-1%3A2/b');
  expect(toHref(address, '../$&?x')).toBe('https://t.example/a/..%2F%24%26%3Fx/b');
});
