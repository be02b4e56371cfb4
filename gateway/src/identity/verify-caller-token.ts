import { IdentityError } from '@resident-graph/service-kit';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { TokenClaims } from './resolve-subject.ts';

/** Whose tokens are taken. */
export interface CallerTokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** Finds the key of a token; a remote set refreshes for an unknown key id, at a limited rate. */
  readonly findKey: JWTVerifyGetKey;
}

/** Most seconds by which clocks may differ (gateway-field.md section 4). */
const clockToleranceSeconds = 30;
const cacheEntries = 5_000;

const claimsOf = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  groups: z.array(z.string()).default([]),
  // Issuers use these two names for claims of their own too, so one of another shape is none, and no reason to refuse the bearer.
  teams: z.array(z.unknown()).catch([]),
  person_id: z.string().nullable().catch(null),
});

/** Verifies callers' tokens. */
export type VerifyCallerToken = (token: string) => Promise<TokenClaims>;

/** Whether the issuer's keys could not be had: a time-out, a refused connection, an answer that is no key set. */
const isAboutKeys = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError ? error.code === 'ERR_JOSE_GENERIC' : !(error instanceof z.ZodError));

const toIdentityError = (error: unknown): IdentityError => {
  if (error instanceof errors.JWTExpired) return new IdentityError('expired', 'The token has expired. Get a new one.', { cause: error });
  if (isAboutKeys(error)) return new IdentityError('keys-unavailable', 'The keys of the issuer cannot be read now.', { cause: error });
  return new IdentityError('invalid', 'The token is not valid here.', { cause: error });
};

/**
 * Creates the verifier of callers' tokens: iss, aud and exp are required, algorithms are listed, a verified token is remembered until it
 * expires. `now` is the clock in milliseconds.
 */
export const createCallerTokenVerifier = (rules: CallerTokenRules, now: () => number = Date.now): VerifyCallerToken => {
  const cache = new Map<string, { readonly claims: TokenClaims; readonly expiresAt: number }>();
  return async (token) => {
    const cached = cache.get(token);
    if (cached !== undefined && cached.expiresAt > now()) return cached.claims;
    cache.delete(token);
    try {
      const { payload } = await jwtVerify(token, rules.findKey, {
        issuer: rules.issuer,
        audience: rules.audience,
        algorithms: [...rules.algorithms],
        requiredClaims: ['exp', 'iss', 'aud', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
      });
      const { sub, exp, groups, teams, person_id: personId } = claimsOf.parse(payload);
      const claims = { subjectId: sub, groups, teams: teams.filter((team) => typeof team === 'string'), personId };
      if (cache.size >= cacheEntries) cache.clear();
      cache.set(token, { claims, expiresAt: exp * 1_000 });
      return claims;
    } catch (error) {
      throw toIdentityError(error);
    }
  };
};
