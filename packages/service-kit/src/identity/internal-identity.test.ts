import type { Subject } from '@resident-graph/policy';
import { policyRevision } from '@resident-graph/policy';
import { importJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/document-samples.ts';
import { officerSample } from '../testing/signed-call-sample.ts';
import { createIdentitySigner, createIdentityVerifier, type IdentityIssuer, workerSubject } from './internal-identity.ts';
import { createServiceKeyRing } from './service-keys.ts';

const ring = await createServiceKeyRing();
const start = Date.parse('2026-03-10T09:00:00.000Z');

/** A clock that a test turns on, with a signer and the person subgraph's verifier beside it. */
const createParties = (issuer: IdentityIssuer = 'gateway') => {
  let now = start;
  const clock = () => now;
  return {
    signer: createIdentitySigner(ring.keys[issuer], clock),
    verifier: createIdentityVerifier('person', ring.trusted, clock),
    after: (seconds: number) => {
      now = start + seconds * 1_000;
    },
  };
};

interface Forgery {
  readonly issuer?: string;
  readonly kid?: string;
  readonly keyOf?: IdentityIssuer;
  readonly audience?: string;
  readonly subject?: unknown;
  readonly id?: string;
  readonly revision?: unknown;
  readonly issuedAt?: number;
  readonly lifetime?: number;
}

const { id: _id, ...officerClaims } = officerSample;

/** A token of somebody who holds a key and says what they like. */
const forge = async (forgery: Forgery): Promise<string> => {
  const { issuer = 'gateway', kid = issuer, keyOf = 'gateway', audience = 'person', subject = officerClaims, id = 'officer-1' } = forgery;
  const { revision = policyRevision, issuedAt = start / 1_000, lifetime = 60 } = forgery;
  return new SignJWT({ subject, policyRevision: revision })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setIssuer(issuer)
    .setSubject(id)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(await importJWK(ring.keys[keyOf].privateJwk, 'EdDSA'));
};

const reasonOf = async (token: string | undefined): Promise<unknown> => {
  const error = await failureOf(createParties().verifier.verify(token));
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
  if (token !== undefined && token !== '') expect(String(error)).not.toContain(token);
  return (error as { details: { reason: unknown } }).details.reason;
};

describe('the internal identity (access-model.md 1)', () => {
  it('carries the whole subject from the gateway to one subgraph', async () => {
    const { signer, verifier } = createParties();
    const subject: Subject = { ...officerSample, purpose: 'SAFEGUARDING', caseReference: 'CASE-1' };
    expect(await verifier.verify(await signer.sign(subject, 'person'))).toEqual({ issuer: 'gateway', subject, expiresAt: start + 60_000 });
  });

  const user: Subject = { ...officerSample, id: 'officer-2', teams: ['tenancy'] };
  const service: Subject = { ...officerSample, id: 'service-1', kind: 'service' };
  const resident: Subject = { ...officerSample, id: 'resident-1', kind: 'resident', actingArea: null, roles: [], personId: 'p-1' };

  it.each<[string, Subject]>([
    ['an officer of two teams', { ...officerSample, teams: ['homelessness', 'tenancy'] }],
    ['a resident', resident],
    ['a service for an officer', { ...service, onBehalfOf: user }],
    ['a service for a resident', { ...service, onBehalfOf: resident }],
    ['a service without an area for a user', { ...service, actingArea: null, onBehalfOf: { ...officerSample, actingArea: null } }],
    [
      'an officer with what the token gives elsewhere',
      {
        ...officerSample,
        entitlements: [{ area: 'repairs', kind: 'officer', roles: ['contact:read'], purposes: ['SERVICE_DELIVERY'] }],
      },
    ],
    ['a nobody', { ...officerSample, actingArea: null, roles: [] }],
  ])('carries the whole of %s', async (_title, subject) => {
    const { signer, verifier } = createParties();
    expect((await verifier.verify(await signer.sign(subject, 'person'))).subject).toEqual(subject);
  });

  it('is reused while it lives at least 15 s longer, and made anew after', async () => {
    const { signer, after } = createParties();
    const first = await signer.sign(officerSample, 'person');
    after(45);
    expect(await signer.sign(officerSample, 'person')).toBe(first);
    after(46);
    expect(await signer.sign(officerSample, 'person')).not.toBe(first);
  });

  it.each<[string, Partial<Subject>]>([
    ['area', { actingArea: 'repairs' }],
    ['role', { roles: ['person:read'] }],
    ['purpose', { purpose: 'EMERGENCY' }],
    ['case', { caseReference: 'CASE-2' }],
    ['id', { id: 'officer-2' }],
    ['record', { personId: 'p-1' }],
    ['team', { teams: ['tenancy'] }],
    ['user', { onBehalfOf: officerSample }],
    ['role of the user', { onBehalfOf: { ...officerSample, roles: [] } }],
  ])('of a subject with another %s is another token', async (_title, change) => {
    const { signer } = createParties();
    expect(await signer.sign({ ...officerSample, ...change }, 'person')).not.toBe(await signer.sign(officerSample, 'person'));
  });

  it('is good until it expires, also when it was verified before', async () => {
    const { signer, verifier, after } = createParties();
    const token = await signer.sign(officerSample, 'person');
    await verifier.verify(token);
    after(59);
    await verifier.verify(token);
    after(66);
    expect(await failureOf(verifier.verify(token))).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'invalid' } });
  });

  it('of a subgraph is good for its own worker', async () => {
    const { signer, verifier } = createParties('equality');
    const identity = await verifier.verify(await signer.sign(workerSubject('equality'), 'person'));
    expect(identity).toMatchObject({ issuer: 'equality', subject: { kind: 'worker', id: 'equality', roles: [], actingArea: null } });
    expect(identity.subject).toMatchObject({ personId: null, teams: [], onBehalfOf: null });
  });

  it('of a subgraph gives its worker nothing that it claims besides', async () => {
    const subject = { ...officerClaims, kind: 'worker', personId: 'p-1', teams: ['tenancy'], onBehalfOf: officerSample };
    const { verifier } = createParties();
    const identity = await verifier.verify(await forge({ issuer: 'equality', keyOf: 'equality', id: 'equality', subject }));
    expect(identity.subject).toEqual(workerSubject('equality'));
  });

  const { id: _serviceId, ...serviceClaims } = service;
  const { id: _residentId, ...residentClaims } = resident;
  const without = (name: keyof typeof officerClaims): object =>
    Object.fromEntries(Object.entries(officerClaims).filter(([key]) => key !== name));

  it.each<[string, object]>([
    ['no kind', without('kind')],
    ['an unknown kind', { ...officerClaims, kind: 'king' }],
    ['the kind that only a subgraph signs', { ...officerClaims, kind: 'worker', actingArea: null, roles: [] }],
    ['no acting area', without('actingArea')],
    ['an empty acting area', { ...officerClaims, actingArea: '' }],
    ['a list as acting area', { ...officerClaims, actingArea: ['housing'] }],
    ['an unknown role', { ...officerClaims, roles: ['person:*'] }],
    ['roles that are no list', { ...officerClaims, roles: 'person:read' }],
    ['an unknown purpose', { ...officerClaims, purpose: 'MARKETING' }],
    ['a case reference that is no text', { ...officerClaims, caseReference: 7 }],
    ['a field that nobody knows', { ...officerClaims, isAdmin: true }],
    ['no word of a record', without('personId')],
    ['a record of staff', { ...officerClaims, personId: 'p-1' }],
    ['an empty record', { ...residentClaims, personId: '' }],
    ['a list of records', { ...residentClaims, personId: ['p-1'] }],
    ['a resident without a record', { ...residentClaims, personId: null }],
    ['a resident of an area', { ...residentClaims, actingArea: 'housing' }],
    ['no word of teams', without('teams')],
    ['teams that are no list', { ...officerClaims, teams: 'tenancy' }],
    ['a team that is no text', { ...officerClaims, teams: [7] }],
    ['a team in capital letters', { ...officerClaims, teams: ['Tenancy'] }],
    ['an empty team', { ...officerClaims, teams: [''] }],
    ['a team of 51 characters', { ...officerClaims, teams: ['a'.repeat(51)] }],
    ['teams out of order', { ...officerClaims, teams: ['b', 'a'] }],
    ['a team twice', { ...officerClaims, teams: ['a', 'a'] }],
    ['21 teams', { ...officerClaims, teams: Array.from({ length: 21 }, (_, index) => `t-${index + 10}`) }],
    ['teams of no area', { ...officerClaims, actingArea: null, teams: ['tenancy'] }],
    ['no word of a user', without('onBehalfOf')],
    ['a user of an officer', { ...officerClaims, onBehalfOf: user }],
    ['a user that is a text', { ...serviceClaims, onBehalfOf: 'officer-2' }],
    ['a user without an id', { ...serviceClaims, onBehalfOf: officerClaims }],
    ['a user of another area', { ...serviceClaims, onBehalfOf: { ...user, actingArea: 'repairs' } }],
    ['a user for another purpose', { ...serviceClaims, onBehalfOf: { ...user, purpose: 'EMERGENCY' } }],
    ['a user who is a worker', { ...serviceClaims, onBehalfOf: { ...user, kind: 'worker' } }],
    ['a user with a user', { ...serviceClaims, onBehalfOf: { ...service, onBehalfOf: user } }],
    ['a user with a field that nobody knows', { ...serviceClaims, onBehalfOf: { ...user, isAdmin: true } }],
    ['a user with a record of somebody', { ...serviceClaims, onBehalfOf: { ...user, personId: 'p-1' } }],
    ['a resident as user who has no record', { ...serviceClaims, onBehalfOf: { ...resident, personId: null } }],
  ])('is refused when the gateway signs %s', async (_title, subject) => {
    expect(await reasonOf(await forge({ subject }))).toBe('invalid');
  });

  it.each<[string, Forgery, string]>([
    ["a subgraph's key for an officer", { issuer: 'equality', keyOf: 'equality' }, 'not-entitled'],
    [
      "a subgraph's key for another worker",
      { issuer: 'equality', keyOf: 'equality', id: 'search', subject: { ...officerClaims, kind: 'worker' } },
      'not-entitled',
    ],
    ["a subgraph's key as the gateway", { issuer: 'gateway', kid: 'equality', keyOf: 'equality' }, 'not-entitled'],
    ['another key than it names', { keyOf: 'equality' }, 'invalid'],
    ['a key that nobody knows', { kid: 'nobody' }, 'unknown-key'],
    ['a key named like a property of every object', { kid: 'toString' }, 'invalid'],
    ['another audience', { audience: 'equality' }, 'invalid'],
    ['an expired token', { issuedAt: start / 1_000 - 120 }, 'invalid'],
    ['a token from the future', { issuedAt: start / 1_000 + 60 }, 'invalid'],
    ['a token that would live for ever', { issuedAt: start / 1_000 - 120, lifetime: 1_000_000 }, 'invalid'],
    ['other rules', { revision: 'another' }, 'policy-revision'],
    ['no rules', { revision: undefined }, 'policy-revision'],
    ['no subject', { subject: null }, 'invalid'],
  ])('is refused when it is signed with %s', async (_title, forgery, reason) => {
    const token = await forge({ ...forgery, ...('revision' in forgery ? { revision: forgery.revision ?? null } : {}) });
    expect(await reasonOf(token)).toBe(reason);
  });

  it.each([
    [undefined, 'missing'],
    ['', 'missing'],
    ['abc', 'invalid'],
    ['a.b.c', 'invalid'],
  ])('%j is refused as %s', async (token, reason) => {
    expect(await reasonOf(token)).toBe(reason);
  });

  it('is refused when a letter of it was changed or its algorithm taken away', async () => {
    const [header = '', payload = '', signature = ''] = (await forge({})).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'gateway' })).toString('base64url');
    const other = Buffer.from(
      JSON.stringify({ ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), sub: 'officer-2' }),
    );
    for (const token of [`${none}.${payload}.`, `${header}.${other.toString('base64url')}.${signature}`]) {
      expect(await reasonOf(token)).toBe('invalid');
    }
  });
});
