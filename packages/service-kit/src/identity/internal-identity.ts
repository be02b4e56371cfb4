import type { Subject } from '@resident-graph/policy';
import { policyRevision } from '@resident-graph/policy';
import type { SubgraphName } from '@resident-graph/schema';
import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { IdentityError } from '../errors/service-error.ts';
import { parseSubjectClaims } from './parse-subject-claims.ts';

/**
 * The signed identity that travels on every call to a subgraph: a JWS (EdDSA) whose audience is that subgraph and which lives 60 s.
 * Source: access-model.md section 1.
 */
const lifetimeSeconds = 60;
/** A token is handed out again while it has at least this long to live. */
const freshnessSeconds = 15;
/** Clocks of two machines may differ by this much. */
const clockToleranceSeconds = 5;
/** Bound of both caches; the oldest entry leaves. */
const cacheEntries = 2_000;

/** Who signs: the gateway for callers, a subgraph for its workers. */
export type IdentityIssuer = 'gateway' | SubgraphName;

/** A private key of one service, as JWK, and whose it is. */
export interface ServiceKey {
  readonly issuer: IdentityIssuer;
  readonly privateJwk: JWK;
}

/** The public keys of all services that may call, by issuer. */
export type TrustedKeys = Readonly<Partial<Record<IdentityIssuer, JWK>>>;

/** A verified identity. */
export interface InternalIdentity {
  readonly issuer: IdentityIssuer;
  readonly subject: Subject;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Signs identities of one service. */
export interface IdentitySigner {
  /** A token for a subject, addressed to one subgraph; the same one again while it is fresh. */
  sign(subject: Subject, audience: SubgraphName): Promise<string>;
}

const remember = <Value>(cache: Map<string, Value>, key: string, value: Value): void => {
  if (cache.size >= cacheEntries) {
    const oldest = cache.keys().next();
    if (oldest.done !== true) cache.delete(oldest.value);
  }
  cache.set(key, value);
};

/** Creates the signer of one service. `now` is the clock, in milliseconds. */
export const createIdentitySigner = (key: ServiceKey, now: () => number = Date.now): IdentitySigner => {
  const cache = new Map<string, { readonly token: string; readonly expiresAt: number }>();
  let imported: Promise<CryptoKey | Uint8Array> | undefined;
  return {
    sign: async (subject, audience) => {
      const cacheKey = JSON.stringify([audience, subject]);
      const cached = cache.get(cacheKey);
      if (cached !== undefined && cached.expiresAt - now() >= freshnessSeconds * 1_000) return cached.token;
      imported ??= importJWK(key.privateJwk, 'EdDSA');
      const issuedAt = Math.floor(now() / 1_000);
      const { id, ...claims } = subject;
      const token = await new SignJWT({ subject: claims, policyRevision })
        .setProtectedHeader({ alg: 'EdDSA', kid: key.issuer })
        .setIssuer(key.issuer)
        .setSubject(id)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(await imported);
      remember(cache, cacheKey, { token, expiresAt: (issuedAt + lifetimeSeconds) * 1_000 });
      return token;
    },
  };
};

/** Verifies identities addressed to one subgraph. */
export interface IdentityVerifier {
  /** @throws IdentityError for a missing, forged, expired, wrongly addressed or outdated token. */
  verify(token: string | undefined): Promise<InternalIdentity>;
}

const readSubject = (id: string, claims: unknown, issuer: IdentityIssuer): Subject => {
  const isOwnWorker = (claims as Record<string, unknown>)['kind'] === 'worker' && id === issuer;
  if (issuer === 'gateway' && !isOwnWorker) return parseSubjectClaims(id, claims);
  // Only the gateway has met the caller; a subgraph's key speaks for its own workers.
  if (!isOwnWorker) {
    throw new IdentityError('not-entitled', 'A subgraph signs for its own worker only.');
  }
  // Whatever else the key's owner claims for its worker does not count.
  return workerSubject(issuer);
};

/** Creates the verifier of one subgraph; verified tokens are remembered until they expire, so that a request costs no signature check. */
export const createIdentityVerifier = (
  audience: SubgraphName,
  trustedKeys: TrustedKeys,
  now: () => number = Date.now,
): IdentityVerifier => {
  const cache = new Map<string, InternalIdentity>();
  const keys = new Map<string, Promise<CryptoKey | Uint8Array>>();
  const findKey = (kid: string | undefined): Promise<CryptoKey | Uint8Array> => {
    const jwk = kid === undefined ? undefined : trustedKeys[kid as IdentityIssuer];
    if (kid === undefined || jwk === undefined)
      throw new IdentityError('unknown-key', 'The call is signed with a key that is not trusted.');
    const known = keys.get(kid) ?? importJWK(jwk, 'EdDSA');
    keys.set(kid, known);
    return known;
  };
  return {
    verify: async (token) => {
      if (token === undefined || token === '') throw new IdentityError('missing', 'The call is not signed.');
      const cached = cache.get(token);
      if (cached !== undefined && cached.expiresAt > now()) return cached;
      cache.delete(token);
      try {
        const { payload, protectedHeader } = await jwtVerify(token, (header) => findKey(header.kid), {
          audience,
          algorithms: ['EdDSA'],
          requiredClaims: ['iss', 'sub', 'aud', 'iat', 'exp'],
          maxTokenAge: lifetimeSeconds,
          clockTolerance: clockToleranceSeconds,
          currentDate: new Date(now()),
        });
        if (payload.iss !== protectedHeader.kid) throw new IdentityError('not-entitled', 'The issuer is not the owner of the key.');
        if (payload['policyRevision'] !== policyRevision) {
          throw new IdentityError('policy-revision', 'The caller was admitted under other rules than those in force here.');
        }
        const issuer = payload.iss as IdentityIssuer;
        const identity: InternalIdentity = {
          issuer,
          subject: readSubject(payload.sub ?? '', payload['subject'], issuer),
          expiresAt: (payload.exp ?? 0) * 1_000,
        };
        remember(cache, token, identity);
        return identity;
      } catch (error) {
        if (error instanceof IdentityError) throw error;
        throw new IdentityError('invalid', 'The signature of the call is not valid for this service now.', { cause: error });
      }
    },
  };
};

/** The subject that a service's own worker (relay, existence call, record of looks) acts as. */
export const workerSubject = (name: IdentityIssuer): Subject => ({
  id: name,
  kind: 'worker',
  actingArea: null,
  roles: [],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
});
