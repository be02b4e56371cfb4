import { describe, expect, test } from 'vitest';
import { createAuthenticate } from './authenticate.ts';
import { parseGroupMapping } from './group-mapping.ts';

const mapping = parseGroupMapping(
  JSON.stringify({
    version: '1',
    groups: {
      housing: { kind: 'officer', area: 'housing', roles: ['person:read'], purposes: ['SERVICE_DELIVERY', 'EMERGENCY'] },
      care: { kind: 'officer', area: 'social-care', roles: [], purposes: ['SERVICE_DELIVERY'] },
    },
  }),
);

/** Takes every token and tells which one it was. */
const authenticate = createAuthenticate(async (token) => ({ subjectId: token, groups: ['housing', 'care'] }), mapping);

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
