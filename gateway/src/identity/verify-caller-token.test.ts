import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCallerTokenVerifier, type VerifyCallerToken } from './verify-caller-token.ts';

const issuer = 'https://issuer.invalid';
const audience = 'resident-graph';
const at = Date.UTC(2026, 2, 10, 9, 30);
const seconds = at / 1_000;
const payload = { iss: issuer, aud: audience, sub: 'subject-1', exp: seconds + 600, groups: ['housing-officers'] };

type Key = Awaited<ReturnType<typeof generateKeyPair>>;
let own: Key;
let other: Key;
let publicText: string;
let now = at;
let verify: VerifyCallerToken;

const sign = (
  claims: JWTPayload,
  key: Parameters<SignJWT['sign']>[0] = own.privateKey,
  header: Record<string, string> = {},
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'own', ...header }).sign(key);

const without = (name: keyof typeof payload): JWTPayload => Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name));

beforeAll(async () => {
  own = await generateKeyPair('EdDSA', { extractable: true });
  other = await generateKeyPair('EdDSA', { extractable: true });
  publicText = await exportSPKI(own.publicKey);
  const findKey = createLocalJWKSet({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own' }] });
  verify = createCallerTokenVerifier({ issuer, audience, algorithms: ['EdDSA'], findKey }, () => now);
});

describe("the verifier of callers' tokens", () => {
  test('takes a good token and reads subject and groups', async () => {
    now = at;
    expect(await verify(await sign(payload))).toEqual({
      subjectId: 'subject-1',
      groups: ['housing-officers'],
      teams: [],
      personId: null,
    });
  });

  test('reads teams and the own record', async () => {
    now = at;
    const claims = { ...payload, teams: ['housing:tenancy'], person_id: 'p-1' };
    expect(await verify(await sign(claims))).toMatchObject({ teams: ['housing:tenancy'], personId: 'p-1' });
  });

  test.each([
    [{ teams: 'housing:tenancy' }, []],
    [{ teams: { area: 'housing' } }, []],
    [{ teams: null }, []],
    [{ teams: ['housing:tenancy', 7, null, ['a'], {}] }, ['housing:tenancy']],
    [{ person_id: 7 }, []],
    [{ person_id: ['p-1'] }, []],
    [{ person_id: null }, []],
  ])('%j is no team and no record, and no reason to refuse the bearer', async (claims, teams) => {
    now = at;
    expect(await verify(await sign({ ...payload, ...claims }))).toMatchObject({ subjectId: 'subject-1', teams, personId: null });
  });

  test('a token without groups is somebody without any', async () => {
    expect(await verify(await sign(without('groups')))).toMatchObject({ subjectId: 'subject-1', groups: [] });
  });

  const invalid = { code: 'UNAUTHENTICATED', message: 'The token is not valid here.', details: { reason: 'invalid' } };
  test.each<readonly [string, () => Promise<string>]>([
    ['text that is no token', async () => 'a.b.c'],
    ['an empty text', async () => ''],
    ['another issuer', () => sign({ ...payload, iss: 'https://other.invalid' })],
    ['another audience', () => sign({ ...payload, aud: 'another-service' })],
    ['no issuer', () => sign(without('iss'))],
    ['no audience', () => sign(without('aud'))],
    ['no expiry', () => sign(without('exp'))],
    ['no subject', () => sign(without('sub'))],
    ['an empty subject', () => sign({ ...payload, sub: '' })],
    ['a subject of 201 characters', () => sign({ ...payload, sub: 's'.repeat(201) })],
    ['groups that are no list', () => sign({ ...payload, groups: 'housing-officers' })],
    ['a time before which it does not count', () => sign({ ...payload, nbf: seconds + 60 })],
    ['the key of somebody else', () => sign(payload, other.privateKey)],
    ['an unknown key id', () => sign(payload, own.privateKey, { kid: 'unheard-of' })],
    ['the algorithm none', async () => new UnsecuredJWT(payload).encode()],
    ['our public key as a shared secret', () => sign(payload, new TextEncoder().encode(publicText), { alg: 'HS256' })],
    [
      'another payload under the old signature',
      async () => {
        const [header, , signature] = (await sign(payload)).split('.');
        const forged = Buffer.from(JSON.stringify({ ...payload, groups: ['social-care-officers'] })).toString('base64url');
        return `${header}.${forged}.${signature}`;
      },
    ],
    ['its signature cut off', async () => (await sign(payload)).replace(/\.[^.]+$/u, '.')],
  ])('refuses %s', async (_title, create) => {
    now = at;
    await expect(verify(await create())).rejects.toMatchObject(invalid);
  });

  const expired = { code: 'UNAUTHENTICATED', message: 'The token has expired. Get a new one.', details: { reason: 'expired' } };
  test.each([
    [-1, 'taken'],
    [0, 'taken'],
    [29, 'taken'],
    [30, 'refused'],
    [3_600, 'refused'],
  ])('%i s after its expiry a token is %s: clocks may differ by less than 30 s', async (late, expected) => {
    const token = await sign({ ...payload, exp: seconds + 10 });
    now = at + (10 + late) * 1_000;
    if (expected === 'taken') await expect(verify(token)).resolves.toMatchObject({ subjectId: 'subject-1' });
    else await expect(verify(token)).rejects.toMatchObject(expired);
  });

  test('a token that was verified once is refused once it has expired', async () => {
    const token = await sign({ ...payload, exp: seconds + 10 });
    now = at;
    await verify(token);
    now = at + 41_000;
    await expect(verify(token)).rejects.toMatchObject(expired);
  });

  test('the algorithm is taken from the list, never from the token', async () => {
    now = at;
    const findKey = createLocalJWKSet({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own' }] });
    const onlyEllipticCurves = createCallerTokenVerifier({ issuer, audience, algorithms: ['ES256'], findKey }, () => now);
    await expect(onlyEllipticCurves(await sign(payload))).rejects.toMatchObject(invalid);
  });
});
