import { setImmediate } from 'node:timers/promises';
import type { Logger } from '@resident-graph/service-kit';
import type { BlockingIndex } from '../store/blocking-index.ts';

/** What filling stands on. */
export interface BlockingFillParts {
  readonly blocking: Pick<BlockingIndex, 'fillSome'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Gives blocking keys to the persons of an earlier release, beside everything else, some at a time. What was done is remembered: a start after
 * the last one does nothing, and one after an interruption goes on where it stopped. Several processes may do it at once.
 */
export class BlockingFill {
  readonly #parts: BlockingFillParts;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: BlockingFillParts) {
    this.#parts = parts;
  }

  /** Begins, and does not wait for the end. */
  start(): void {
    this.#running = this.#fill().catch((error: unknown) => {
      this.#parts.logger.warn({ err: error }, 'persons of an earlier release lack what they are found by; the next start goes on');
    });
  }

  /** Ends after the batch that is being written; resolves at the end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #fill(): Promise<void> {
    let filled = 0;
    while (!this.#isStopped) {
      const outcome = await this.#parts.blocking.fillSome();
      filled += outcome.filled;
      if (outcome.isDone) {
        if (filled > 0)
          this.#parts.logger.info({ persons: filled }, 'persons of an earlier release can be found before others are created');
        return;
      }
      // The embedded store answers within the turn: without this nobody else would have one.
      await setImmediate();
    }
  }
}
