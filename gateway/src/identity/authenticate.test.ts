import { IdentityError } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import { createAuthenticate } from './authenticate.ts';
import { parseGroupMapping } from './group-mapping.ts';

const mapping = parseGroupMapping(
  JSON.stringify({
    version: '1',
    groups: {
      housing: { kind: 'officer', area: 'housing', roles: ['person:read'], purposes: ['SERVICE_DELIVERY', 'EMERGENCY'] },
      care: { kind: 'officer', area: 'social-care', roles: [], purposes: ['SERVICE_DELIVERY'] },
      client: { kind: 'service', area: 'housing', roles: [], purposes: ['SERVICE_DELIVERY'] },
    },
  }),
);

/** Takes every token but `bad`, and tells which one it was; `service` is a service's, all others an officer's. */
const authenticate = createAuthenticate(async (token) => {
  if (token === 'bad') throw new IdentityError('expired', 'The token has expired. Get a new one.');
  return { subjectId: token, groups: token === 'service' ? ['client'] : ['housing', 'care'], teams: ['housing:tenancy'], personId: null };
}, mapping);

describe('authenticate', () => {
  test('reads token, area, purpose and case reference', async () => {
    const headers = {
      authorization: 'Bearer abc.def-_.~+/=',
      'x-service-area': 'housing',
      'x-purpose': 'EMERGENCY',
      'x-case-ref': 'CASE-1',
    };
    expect(await authenticate(headers)).toEqual({
      id: 'abc.def-_.~+/=',
      kind: 'officer',
      actingArea: 'housing',
      roles: ['person:read'],
      purpose: 'EMERGENCY',
      caseReference: 'CASE-1',
      personId: null,
      teams: ['tenancy'],
      onBehalfOf: null,
      entitlements: expect.anything(),
    });
  });

  test('the word Bearer may be in any letters', async () => {
    await expect(authenticate({ authorization: 'bearer abc', 'x-service-area': 'housing' })).resolves.toMatchObject({ id: 'abc' });
  });

  const missing = {
    code: 'UNAUTHENTICATED',
    message: 'Expected a token in the header `Authorization: Bearer ...`.',
    details: { reason: 'missing' },
  };
  const malformed = {
    code: 'UNAUTHENTICATED',
    message: 'Expected the header `Authorization: Bearer` with a token.',
    details: { reason: 'malformed' },
  };
  test.each([
    [undefined, missing],
    ['', missing],
    ['Bearer', malformed],
    ['Bearer ', malformed],
    ['Bearer a b', malformed],
    ['Bearer a, Bearer b', malformed],
    ['Basic abc', malformed],
    ['abc', malformed],
  ])('the header %j is refused', async (authorization, expected) => {
    await expect(authenticate(authorization === undefined ? {} : { authorization })).rejects.toMatchObject(expected);
  });

  test("an acting area that is sent twice is none of the bearer's", async () => {
    const headers = { authorization: 'Bearer abc', 'x-service-area': ['housing', 'social-care'] };
    await expect(authenticate(headers)).rejects.toMatchObject({ code: 'FORBIDDEN', details: { ruleId: 'A1' } });
  });
});

describe('x-on-behalf-of', () => {
  const asService = (userToken: string | string[]) => ({ authorization: 'Bearer service', 'x-on-behalf-of': userToken });

  test('names the user for whom a service calls', async () => {
    expect(await authenticate(asService('user'))).toMatchObject({
      id: 'service',
      kind: 'service',
      actingArea: 'housing',
      onBehalfOf: { id: 'user', kind: 'officer', actingArea: 'housing', roles: ['person:read'], teams: ['tenancy'], onBehalfOf: null },
    });
  });

  test('of somebody who is no service is refused, before the token in it is looked at', async () => {
    const headers = { authorization: 'Bearer abc', 'x-service-area': 'housing', 'x-on-behalf-of': 'bad' };
    await expect(authenticate(headers)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'Only a service may call on behalf of a user: leave `x-on-behalf-of` out.',
      details: { ruleId: 'A5' },
    });
  });

  test.each([[''], [' '], ['Bearer user'], ['user, user'], [['user', 'user']]])('%j is no token', async (userToken) => {
    await expect(authenticate(asService(userToken))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: "Expected the user's token in the header `x-on-behalf-of`, and nothing else.",
      details: { reason: 'malformed' },
    });
  });

  test("with a token that is not good is refused like the caller's own", async () => {
    await expect(authenticate(asService('bad'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'expired' } });
  });
});
