import { describe, expect, it } from 'vitest';
import { StartError } from '../lifecycle/start-error.ts';
import { errorOf } from '../testing/error-of.ts';
import { createServiceKeyRing, formatServiceKeyFile, identityIssuers, parseServiceKeyFile } from './service-keys.ts';

const ring = await createServiceKeyRing();
const text = formatServiceKeyFile(ring, 'person');
const without = (change: (file: { privateJwk: Record<string, unknown>; trusted: Record<string, unknown> }) => void): string => {
  const file = JSON.parse(text) as Parameters<typeof change>[0];
  change(file);
  return JSON.stringify(file);
};

describe("a service's key file", () => {
  it('holds its own private key and the public keys of all, and nobody else’s private key', () => {
    const { key, trusted } = parseServiceKeyFile('person', text);
    expect(key).toEqual({ issuer: 'person', privateJwk: ring.keys.person.privateJwk });
    expect(Object.keys(trusted).toSorted()).toEqual([...identityIssuers].toSorted());
    for (const jwk of Object.values(trusted)) expect(jwk).not.toHaveProperty('d');
    for (const issuer of identityIssuers) {
      if (issuer !== 'person') expect(text).not.toContain(String(ring.keys[issuer].privateJwk['d']));
    }
  });

  it.each<[string, string]>([
    ['no text', ''],
    ['no JSON', 'canary'],
    ['no object', '[]'],
    ['no private part', without(({ privateJwk }) => delete privateJwk['d'])],
    ['another kind of key', without(({ privateJwk }) => Object.assign(privateJwk, { kty: 'RSA' }))],
    ['another curve', without(({ privateJwk }) => Object.assign(privateJwk, { crv: 'X25519' }))],
    ['the key of a stranger', without(({ trusted }) => Object.assign(trusted, { stranger: trusted['person'] }))],
    ['a missing public key', without(({ trusted }) => delete trusted['gateway'])],
  ])('with %s ends the start with 78 and is not repeated', (_title, content) => {
    const error = errorOf(() => parseServiceKeyFile('person', content));
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({ exitCode: 78, message: expect.stringContaining('The key file of person is not usable: expected JSON') });
    expect(String(error)).not.toMatch(/canary|"kty"/u);
    expect(String(error)).not.toContain(String(ring.keys.person.privateJwk['d']));
  });
});
