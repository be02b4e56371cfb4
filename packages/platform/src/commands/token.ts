import { parseArgs } from 'node:util';
import { openDevelopmentIssuer, personas } from '@resident-graph/gateway';
import { type Environment, failProcess, StartError } from '@resident-graph/service-kit';
import { readPlatformConfig } from '../config.ts';
import type { CommandProcess } from './command-process.ts';

const help = `Prints a token of a development persona, good for 12 hours.

  npm run -s token -- --persona NAME

Personas: ${personas.map(({ name }) => name).join(', ')}
Environment: DATA_DIR is the data folder whose issuer signs (default ./data).
`;

/** `npm run token`: prints only the token, so that it can be put into a header. */
export const token = async (process: CommandProcess, environment: Environment, args: readonly string[]): Promise<void> => {
  try {
    const { values } = parseArgs({ args: [...args], options: { persona: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) {
      process.stdout.write(help);
      return;
    }
    const config = readPlatformConfig(environment);
    if (config.gateway.tokens.kind !== 'development') {
      throw new StartError(
        'configuration',
        'The development issuer is off here, as it always is in production: get a token from your own issuer.',
      );
    }
    if (values.persona === undefined) throw new StartError('configuration', `Expected --persona NAME. ${help}`);
    const issuer = await openDevelopmentIssuer(config.dataDirectory);
    process.stdout.write(`${await issuer.issueToken(values.persona)}\n`);
  } catch (error) {
    failProcess(process, isUsageError(error) ? new StartError('configuration', `${error.message}\n\n${help}`) : error);
  }
};

/** Errors of `parseArgs`, whose messages name the option that is wrong. */
export const isUsageError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
