import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@resident-graph/service-kit';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { personas } from './personas.ts';
import type { CallerTokenRules } from './verify-caller-token.ts';

const issuer = 'resident-graph-development';
const audience = 'resident-graph';
const keyFileName = 'development-issuer.json';
const tokenLifetimeSeconds = 12 * 60 * 60;

const keyFile = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string(), x: z.string(), kid: z.string() });

/** Issues tokens of the personas; exists in development only. */
export interface DevelopmentIssuer {
  /** How the gateway verifies these tokens. */
  readonly rules: CallerTokenRules;
  /** The public keys, as served at /.well-known/jwks.json. */
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A token of a persona, good for 12 hours. @throws StartError for an unknown persona, naming the known ones */
  issueToken(personaName: string): Promise<string>;
}

const readKey = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartError('cannotCreate', `The data folder cannot be read: expected a folder that this account may read in DATA_DIR.`, {
      cause: error,
    });
  }
};

const createKey = async (directory: string, path: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk) };
  try {
    mkdirSync(directory, { recursive: true });
    // `wx`: when two commands start at the same time, the second one uses the key of the first.
    writeFileSync(path, JSON.stringify(key), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const existing = error instanceof Error && 'code' in error && error.code === 'EEXIST' ? readKey(path) : undefined;
    if (existing !== undefined) return keyFile.parse(JSON.parse(existing)) as JWK;
    throw new StartError(
      'cannotCreate',
      'The data folder cannot be used: expected DATA_DIR to be a folder that this account may write to, or a place where one can be made. ' +
        'If a file stands there, move it away or choose another DATA_DIR.',
      { cause: error },
    );
  }
  return key;
};

/**
 * Opens the development issuer of a data folder; its Ed25519 key is made at the first start and kept there.
 * @throws StartError when the folder cannot be used
 */
export const openDevelopmentIssuer = async (dataDirectory: string, now: () => number = Date.now): Promise<DevelopmentIssuer> => {
  const path = join(dataDirectory, keyFileName);
  const text = readKey(path);
  const parsed = text === undefined ? undefined : keyFile.safeParse(parseJson(text));
  if (parsed?.success === false) {
    throw new StartError('configuration', `${keyFileName} in the data folder is damaged. Delete it; a new key is made at the next start.`);
  }
  const privateJwk = (parsed?.data as JWK | undefined) ?? (await createKey(dataDirectory, path));
  const { d: _private, ...publicJwk } = privateJwk;
  const jwks = { keys: [{ ...publicJwk, alg: 'EdDSA', use: 'sig' }] };
  const key = await importJWK(privateJwk, 'EdDSA');
  return {
    jwks,
    rules: { issuer, audience, algorithms: ['EdDSA'], findKey: createLocalJWKSet(jwks) },
    issueToken: async (personaName) => {
      const persona = personas.find(({ name }) => name === personaName);
      if (persona === undefined) {
        throw new StartError(
          'configuration',
          `There is no persona of that name. Expected one of ${personas.map(({ name }) => name).join(', ')}.`,
        );
      }
      const issuedAt = Math.floor(now() / 1_000);
      const { groups, teams, personId } = persona;
      return new SignJWT({ groups, ...(teams === undefined ? {} : { teams }), ...(personId === undefined ? {} : { person_id: personId }) })
        .setProtectedHeader({ alg: 'EdDSA', kid: privateJwk.kid ?? '' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(persona.subjectId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenLifetimeSeconds)
        .sign(key);
    },
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
