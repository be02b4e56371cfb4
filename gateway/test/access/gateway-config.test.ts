import { ConfigurationError } from '@resident-graph/service-kit';
import { describe, expect, test } from 'vitest';
import { readGatewayConfig } from '../../src/config.ts';

const problemsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readGatewayConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('the configuration of the gateway', () => {
  test('has a default for everything in development', () => {
    expect(readGatewayConfig({})).toMatchObject({
      isDevelopment: true,
      port: 4_000,
      host: '127.0.0.1',
      tokens: { kind: 'development' },
      depthLimit: 12,
    });
  });

  test('tells all problems at once', () => {
    const problems = problemsOf({
      PORT: 'door',
      GATEWAY_DEVELOPMENT_ISSUER: 'maybe',
      GATEWAY_TOKEN_JWKS_URL: 'file:///keys',
      GATEWAY_TOKEN_ALGORITHMS: 'none',
      GATEWAY_BODY_LIMIT_BYTES: '12',
      GATEWAY_DEPTH_LIMIT: '1000',
    });
    expect(problems.map((problem) => problem.split(/[:.]/u)[0]).toSorted()).toEqual([
      'GATEWAY_BODY_LIMIT_BYTES',
      'GATEWAY_DEPTH_LIMIT',
      'GATEWAY_DEVELOPMENT_ISSUER',
      'GATEWAY_TOKEN_ALGORITHMS',
      'GATEWAY_TOKEN_JWKS_URL',
      'PORT',
    ]);
  });

  test('tells every setting that a remote issuer needs, at once', () => {
    const because = 'expected a value because the development issuer is off';
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual(
      ['GATEWAY_TOKEN_ISSUER', 'GATEWAY_TOKEN_AUDIENCE', 'GATEWAY_TOKEN_JWKS_URL', 'GATEWAY_GROUP_MAPPING_FILE'].map(
        (name) => `${name}: ${because}`,
      ),
    );
  });

  test.each(['none', 'HS256', 'EdDSA none', 'EdDSA,HS512'])('takes no algorithm that anybody could sign with: %s', (algorithms) => {
    expect(problemsOf({ GATEWAY_TOKEN_ALGORITHMS: algorithms })).toHaveLength(1);
  });

  test.each([
    ['EdDSA', ['EdDSA']],
    ['EdDSA, RS256', ['EdDSA', 'RS256']],
  ])('reads a list of algorithms: %s', (text, expected) => {
    const config = readGatewayConfig({
      GATEWAY_DEVELOPMENT_ISSUER: 'off',
      GATEWAY_TOKEN_ISSUER: 'https://issuer.invalid',
      GATEWAY_TOKEN_AUDIENCE: 'resident-graph',
      GATEWAY_TOKEN_JWKS_URL: 'https://issuer.invalid/jwks.json',
      GATEWAY_GROUP_MAPPING_FILE: 'groups.json',
      GATEWAY_TOKEN_ALGORITHMS: text,
    });
    expect(config.tokens).toMatchObject({ kind: 'remote', algorithms: expected });
  });
});
