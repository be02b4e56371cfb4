import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorOf } from '../testing/error-of.ts';
import { commonSettings, millisecondsSetting, portSetting } from './common-settings.ts';
import { ConfigurationError, parseConfig } from './parse-config.ts';

const schema = z.object({ ...commonSettings, PORT: portSetting(4000), WAIT_MS: millisecondsSetting(500) });

describe('the configuration', () => {
  it('has defaults, and an empty variable counts as absent', () => {
    expect(parseConfig(schema, { PORT: '', MONGODB_URI: '', LOG_LEVEL: undefined })).toEqual({
      NODE_ENV: 'development',
      LOG_LEVEL: 'info',
      DATA_DIR: './data',
      MONGODB_DATABASE_PREFIX: 'resident-graph',
      PORT: 4000,
      WAIT_MS: 500,
    });
  });

  it('takes what is set', () => {
    const environment = { NODE_ENV: 'production', PORT: '0', WAIT_MS: '1', MONGODB_URI: 'mongodb+srv://db/', HOME: 'ignored' };
    expect(parseConfig(schema, environment)).toMatchObject({
      NODE_ENV: 'production',
      PORT: 0,
      WAIT_MS: 1,
      MONGODB_URI: 'mongodb+srv://db/',
    });
  });

  it('tells every problem at once with exit code 78, and never a value', () => {
    const environment = {
      NODE_ENV: 'canary1',
      LOG_LEVEL: 'canary2',
      PORT: '65536',
      WAIT_MS: '0.5',
      MONGODB_URI: 'postgres://officer:canary3@db/',
      MONGODB_DATABASE_PREFIX: 'Canary4',
    };
    const error = errorOf(() => parseConfig(schema, environment));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ exitCode: 78 });
    const { message, problems } = error as ConfigurationError;
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(problems).toContain('PORT: expected a port number from 0 to 65535');
    expect(problems).toContain('WAIT_MS: expected a whole number of milliseconds, at least 1');
    for (const problem of problems) expect(message).toContain(`\n  - ${problem}`);
    expect(message).not.toMatch(/canary|65536|postgres/iu);
  });

  it.each(['abc', '-1', '80.5', '1e9'])('refuses the port %j', (PORT) => {
    expect(() => parseConfig(schema, { PORT })).toThrow('PORT: expected a port number from 0 to 65535');
  });

  it('names the environment when a rule over several variables fails', () => {
    const strict = schema.refine(() => false, { error: 'expected something else' });
    expect(errorOf(() => parseConfig(strict, {}))).toHaveProperty('problems', ['environment: expected something else']);
  });
});
