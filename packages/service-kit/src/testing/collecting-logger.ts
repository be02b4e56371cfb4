import { createLogger, type Logger } from '../logging/create-logger.ts';

/** A logger that keeps its lines. */
export interface CollectingLogger {
  readonly logger: Logger;
  /** Every line so far, as text. */
  readonly lines: readonly string[];
}

/** Makes a logger of every level whose lines a test can read. */
export const createCollectingLogger = (): CollectingLogger => {
  const lines: string[] = [];
  return { lines, logger: createLogger({ service: 'test', level: 'trace' }, { write: (line) => void lines.push(line) }) };
};
