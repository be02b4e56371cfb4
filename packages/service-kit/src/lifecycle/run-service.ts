import type { Logger } from 'pino';
import { ConfigurationError } from '../config/parse-config.ts';
import { describeError } from '../logging/create-logger.ts';
import { StoreLocationError, StoreUnavailableError } from '../store/store-errors.ts';
import type { Service } from './lifecycle.ts';
import { StartError, startExitCodes } from './start-error.ts';

/** What a process entry needs of the process; only `main.ts` files have one. */
export interface ProcessPort {
  /** `disconnect` tells a process that was started with a channel to its parent that the parent is gone. */
  on(signal: 'SIGTERM' | 'SIGINT' | 'disconnect', listener: () => void): unknown;
  /** False when the channel to the parent broke already; undefined without a channel. */
  readonly connected?: boolean;
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

/** What runs, as far as it exists yet. */
interface Running {
  readonly service: Service;
  readonly logger: Logger;
}

/**
 * Starts a service and stops it on SIGTERM, SIGINT or the death of a parent that keeps a channel to it, during its start too: requests under way are answered, then the process ends with
 * 0, after 10 s with 1 whatever is still open. A start that fails closes what it opened; a configuration error then ends the process with
 * 78 and every problem on stderr, a foreseen start error with its code.
 */
export const runService = async (process: ProcessPort, create: () => Promise<Running>): Promise<void> => {
  let running: Running | undefined;
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    // Nothing was opened yet that would have to be closed.
    if (running === undefined) return process.exit(0);
    const { service, logger } = running;
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
  process.on('disconnect', () => stop('disconnect'));
  // The parent may have died while this process was still reading its own files.
  if (process.connected === false) stop('disconnect');
  try {
    running = await create();
    await running.service.start();
  } catch (error) {
    // Who stops during the start sees the start fail; the stop ends the process.
    if (isStopping) return;
    await running?.service.stop().catch(() => undefined);
    failProcess(process, error);
  }
};
