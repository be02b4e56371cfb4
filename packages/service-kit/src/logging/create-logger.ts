import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';

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
    serializers: { err: (error: unknown) => describeError(error), cause: (error: unknown) => describeError(error) },
    hooks: {
      // Without a message of ours pino writes the error's own one.
      logMethod(this: Logger, [first, message, ...rest]: Parameters<LogFn>, method: LogFn): void {
        if (typeof first === 'object' && message === undefined) method.call(this, first, 'no message');
        else method.call(this, first, message, ...rest);
      },
    },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
};

const maximumFrames = 8;
/** Deepest chain of causes that is logged; an error may be its own cause. */
const maximumCauses = 5;
const stackFrame = /^\s+at .*(:\d+:\d+\)?|\((<anonymous>|native|index \d+)\))$/u;

/** The frames of a stack. Its head repeats the message, whose lines may look like frames. */
const readFrames = ({ stack = '', message }: Error): readonly string[] => {
  const head = stack.indexOf(message);
  const lines = stack.slice(head < 0 ? 0 : head + message.length).split('\n');
  return lines.filter((line) => stackFrame.test(line)).slice(0, maximumFrames);
};

/** What may be logged of an error: its class, code and stack frames, and those of its causes, never a message. */
export const describeError = (error: unknown, depth = 0): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {};
  return {
    type: error.name,
    ...code,
    stack: readFrames(error).join('\n'),
    ...(error.cause === undefined || depth >= maximumCauses ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
};
