import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { allowedExtensions, maskError } from './mask-error.ts';
import { AuthorityError, badUserInput, DependencyError, IdentityError, LimitError, notFound, versionConflict } from './service-error.ts';
import { toServiceError } from './to-service-error.ts';

/** An error as graphql-js hands on what a resolver threw. */
const thrown = (error: Error): GraphQLError => new GraphQLError(error.message, { path: ['person', 'forename'], originalError: error });

const unreachable = Object.assign(new Error('connect ECONNREFUSED canary.internal:27017'), { name: 'MongoServerSelectionError' });
const duplicate = Object.assign(new Error('E11000 dup key: { email: "canary@example.org" }'), { name: 'MongoServerError', code: 11_000 });
const busy = Object.assign(new Error('/data/canary.db is locked'), { code: 'SQLITE_BUSY' });

describe('the funnel from unknown to known', () => {
  it.each([unreachable, busy])('makes STORE_UNAVAILABLE of an unreachable store and keeps the cause', (error) => {
    expect(toServiceError(error)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'The documents cannot be read or written now; nothing was changed.',
      details: { retryable: true },
      cause: { cause: error },
    });
  });

  it.each([duplicate, new TypeError('canary'), 'canary', undefined, null])('makes a defect of anything else', (error) => {
    const known = toServiceError(error);
    expect(known).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'A defect of the platform. Tell support the request id.' });
    expect(known.cause).toBe(error);
  });

  it('leaves known errors as they are', () => {
    const error = notFound('person');
    expect(toServiceError(error)).toBe(error);
  });
});

describe('the mask', () => {
  it.each<[string, Error, Record<string, unknown>]>([
    [
      'BAD_USER_INPUT',
      badUserInput([{ path: 'input.forename', code: 'W15', message: 'Expected a forename.' }]),
      { problems: [{ path: 'input.forename', code: 'W15', message: 'Expected a forename.' }] },
    ],
    ['VERSION_CONFLICT', versionConflict(1, 2), { expectedVersion: 1, currentVersion: 2 }],
    ['NOT_FOUND', notFound('person'), {}],
    ['UNAUTHENTICATED', new IdentityError('missing', 'The call is not signed.'), { reason: 'missing' }],
    ['FORBIDDEN', new AuthorityError('FORBIDDEN', 'Not allowed.', { ruleId: 'P1' }), { ruleId: 'P1' }],
    [
      'SUBGRAPH_UNAVAILABLE',
      new DependencyError('SUBGRAPH_UNAVAILABLE', 'equality does not answer now.', { service: 'equality' }),
      { service: 'equality', retryable: true },
    ],
    [
      'OPERATION_TOO_COMPLEX',
      new LimitError('OPERATION_TOO_COMPLEX', 'Too deep.', { limit: 'depth', maximum: 12 }),
      { limit: 'depth', maximum: 12 },
    ],
  ])('lets %s through with its message, path and details', (code, error, details) => {
    expect(maskError(thrown(error), 'request-1')).toEqual({
      formatted: { message: error.message, path: ['person', 'forename'], extensions: { code, ...details } },
      defect: null,
    });
  });

  it('lets no extension through that is not on the list', () => {
    const secret = { host: 'canary', stacktrace: ['canary'], document: { email: 'canary' } };
    for (const error of [
      thrown(new AuthorityError('FORBIDDEN', 'Not allowed.', { ...secret, ruleId: 'P1' })),
      new GraphQLError('Not allowed.', { extensions: { code: 'FORBIDDEN', ruleId: 'P1', ...secret } }),
    ]) {
      expect(maskError(error, 'request-1').formatted.extensions).toEqual({ code: 'FORBIDDEN', ruleId: 'P1' });
    }
    expect(allowedExtensions).not.toContain('stacktrace');
  });

  it.each<[string, GraphQLError]>([
    ["a driver's error", thrown(duplicate)],
    ['a defect', thrown(new TypeError('canary'))],
    ['an error with a code that is not in the table', new GraphQLError('canary', { extensions: { code: 'CANARY' } })],
    [
      'an error that calls itself known',
      thrown(Object.assign(new Error('canary'), { extensions: { code: 'FORBIDDEN', reason: 'canary' } })),
    ],
    ['an error without a code', new GraphQLError('canary')],
    [
      'an INTERNAL_SERVER_ERROR of somebody else',
      new GraphQLError('canary', { extensions: { code: 'INTERNAL_SERVER_ERROR', reason: 'canary' } }),
    ],
  ])('makes INTERNAL_SERVER_ERROR with the request id alone of %s', (_title, error) => {
    const { formatted, defect } = maskError(error, 'request-1');
    expect(formatted).toMatchObject({
      message: 'A defect of the platform. Tell support the request id.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
    });
    expect(Object.keys(formatted.extensions ?? {})).toEqual(['code', 'requestId']);
    expect(JSON.stringify(formatted)).not.toMatch(/canary/iu);
    expect(defect).toBeInstanceOf(Error);
  });

  it('names no host when a store does not answer', () => {
    const { formatted, defect } = maskError(thrown(unreachable), 'request-1');
    expect(formatted).toMatchObject({ extensions: { code: 'STORE_UNAVAILABLE', retryable: true } });
    expect(JSON.stringify(formatted)).not.toContain('canary');
    expect(defect).toBeNull();
  });
});
