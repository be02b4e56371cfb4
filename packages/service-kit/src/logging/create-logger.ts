import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * A logger of JSON lines for one service. No personal value is ever logged: callers log ids and codes only, and an error is logged
 * by name, code and stack without its message, because a driver's message can quote a document.
 */
export const createLogger = (options: { readonly service: string; readonly level: string }, destination?: DestinationStream): Logger => {
  const settings = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, cause: describeError },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
};

/** What may be logged of an error: its class, code and stack frames, never its message. */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {};
  return {
    type: error.name,
    ...code,
    stack: frames.slice(0, 8).join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
};
