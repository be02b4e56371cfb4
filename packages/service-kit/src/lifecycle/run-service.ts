import type { Logger } from 'pino';
import { ConfigurationError } from '../config/parse-config.ts';
import { describeError } from '../logging/create-logger.ts';
import { StoreLocationError, StoreUnavailableError } from '../store/store-errors.ts';
import type { Service } from './lifecycle.ts';
import { StartError, startExitCodes } from './start-error.ts';

/** What a process entry needs of the process; only `main.ts` files have one. */
export interface ProcessPort {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): never;
  readonly stderr: { write(text: string): unknown };
}

/** Longest time from SIGTERM to the end of the process. */
const drainMilliseconds = 10_000;

/** EX_SOFTWARE of sysexits: a defect at start. */
const exitDefect = 70;

/** The exit code of an error that an operator can mend; undefined for a defect. */
const foreseenExitCode = (error: unknown): number | undefined => {
  if (error instanceof ConfigurationError || error instanceof StartError) return error.exitCode;
  if (error instanceof StoreUnavailableError) return startExitCodes.unavailable;
  return error instanceof StoreLocationError ? startExitCodes.cannotCreate : undefined;
};

/** Ends a process that cannot do its work: the message of a foreseen error, of a defect only its kind and place. */
export const failProcess = (process: ProcessPort, error: unknown): never => {
  const exitCode = foreseenExitCode(error);
  process.stderr.write(
    exitCode !== undefined && error instanceof Error
      ? `${error.message}\n`
      : `This could not be done because of a defect: ${JSON.stringify(describeError(error))}\n`,
  );
  return process.exit(exitCode ?? exitDefect);
};

/**
 * Starts a service and stops it on SIGTERM or SIGINT: requests under way are answered, then the process ends with 0, after 10 s
 * with 1 whatever is still open. A configuration error ends it with 78 and every problem on stderr, a foreseen start error with its code.
 */
export const runService = async (
  process: ProcessPort,
  create: () => Promise<{ readonly service: Service; readonly logger: Logger }>,
): Promise<void> => {
  try {
    const { service, logger } = await create();
    const stop = (signal: string): void => {
      logger.info({ signal }, 'stopping');
      const deadline = setTimeout(() => process.exit(1), drainMilliseconds);
      deadline.unref();
      service.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', () => stop('SIGTERM'));
    process.on('SIGINT', () => stop('SIGINT'));
    await service.start();
  } catch (error) {
    failProcess(process, error);
  }
};
