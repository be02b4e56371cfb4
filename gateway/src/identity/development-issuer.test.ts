import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGatewayConfig } from '../config.ts';
import { openDevelopmentIssuer } from './development-issuer.ts';
import { personas } from './personas.ts';
import { createCallerTokenVerifier } from './verify-caller-token.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'issuer-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const hours = 60 * 60 * 1_000;

describe('the development issuer', () => {
  test.each(personas.map((persona) => [persona.name, persona] as const))(
    'issues a token of %s that the gateway takes, with all claims',
    async (name, { subjectId, groups, teams = [], personId = null }) => {
      const issuer = await openDevelopmentIssuer(directory);
      const verify = createCallerTokenVerifier(issuer.rules);
      expect(await verify(await issuer.issueToken(name))).toEqual({ subjectId, groups, teams, personId });
    },
  );

  test('a token is good for twelve hours', async () => {
    const issuer = await openDevelopmentIssuer(directory, () => 0);
    const token = await issuer.issueToken('nobody');
    await expect(createCallerTokenVerifier(issuer.rules, () => 12 * hours)(token)).resolves.toBeDefined();
    await expect(createCallerTokenVerifier(issuer.rules, () => 12 * hours + 30_000)(token)).rejects.toMatchObject({
      details: { reason: 'expired' },
    });
  });

  test('keeps its key across openings, in a file for its owner alone', async () => {
    const first = await openDevelopmentIssuer(directory);
    const token = await first.issueToken('nobody');
    const second = await openDevelopmentIssuer(directory);
    expect(second.jwks).toEqual(first.jwks);
    await expect(createCallerTokenVerifier(second.rules)(token)).resolves.toBeDefined();
    expect((await stat(join(directory, 'development-issuer.json'))).mode & 0o077).toBe(0);
  });

  test('two folders have two keys: a token of one is not taken by the other', async () => {
    const [one, other] = [await openDevelopmentIssuer(join(directory, 'one')), await openDevelopmentIssuer(join(directory, 'other'))];
    await expect(createCallerTokenVerifier(other.rules)(await one.issueToken('nobody'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('two openings at the same time end with one key', async () => {
    const [one, other] = await Promise.all([openDevelopmentIssuer(directory), openDevelopmentIssuer(directory)]);
    expect(one.jwks).toEqual(other.jwks);
  });

  test('publishes no private key', async () => {
    const issuer = await openDevelopmentIssuer(directory);
    const { d } = JSON.parse(await readFile(join(directory, 'development-issuer.json'), 'utf8')) as { d: string };
    expect(d.length).toBeGreaterThan(20);
    expect(JSON.stringify(issuer.jwks)).not.toContain(d);
    expect(issuer.jwks.keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
  });

  test('an unknown persona is refused with the known ones', async () => {
    const issuer = await openDevelopmentIssuer(directory);
    await expect(issuer.issueToken('mayor')).rejects.toThrow(/^There is no persona of that name\. Expected one of housing-officer, /u);
  });

  test.each(['', '{', '{}', '[]', '{"kty":"oct","k":"x"}'])('a damaged key file (%j) is refused', async (text) => {
    await writeFile(join(directory, 'development-issuer.json'), text);
    await expect(openDevelopmentIssuer(directory)).rejects.toThrow(
      'development-issuer.json in the data folder is damaged. Delete it; a new key is made at the next start.',
    );
  });

  test('a file where the folder should be is refused', async () => {
    const path = join(directory, 'file');
    await writeFile(path, 'text');
    await expect(openDevelopmentIssuer(path)).rejects.toThrow(/^The data folder cannot be (used|read): expected /u);
  });
});

describe('the development issuer in the configuration', () => {
  const remote = {
    GATEWAY_TOKEN_ISSUER: 'https://issuer.invalid',
    GATEWAY_TOKEN_AUDIENCE: 'resident-graph',
    GATEWAY_TOKEN_JWKS_URL: 'https://issuer.invalid/jwks.json',
    GATEWAY_GROUP_MAPPING_FILE: 'groups.json',
  };

  test.each([
    [{}, 'development'],
    [{ GATEWAY_DEVELOPMENT_ISSUER: 'on' }, 'development'],
    [{ GATEWAY_DEVELOPMENT_ISSUER: 'off', ...remote }, 'remote'],
    [{ NODE_ENV: 'production', ...remote }, 'remote'],
    [{ NODE_ENV: 'production', GATEWAY_DEVELOPMENT_ISSUER: 'off', ...remote }, 'remote'],
  ])('%j takes tokens of kind %s', (environment, expected) => {
    expect(readGatewayConfig(environment).tokens.kind).toBe(expected);
  });

  test('production does not start with it', () => {
    expect(() => readGatewayConfig({ NODE_ENV: 'production', GATEWAY_DEVELOPMENT_ISSUER: 'on', ...remote })).toThrow(
      'GATEWAY_DEVELOPMENT_ISSUER: expected off when NODE_ENV is production; it hands out tokens to everybody',
    );
  });

  test('production without another issuer names all that is missing', () => {
    for (const name of Object.keys(remote)) {
      expect(() => readGatewayConfig({ NODE_ENV: 'production' })).toThrow(
        `${name}: expected a value because the development issuer is off`,
      );
    }
  });
});
