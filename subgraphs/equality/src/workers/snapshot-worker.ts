import type { Lease, Logger, Service } from '@resident-graph/service-kit';

/** What the worker stands on. */
export interface SnapshotWorkerParts {
  /** One process at a time makes snapshots. */
  readonly lease: Lease;
  /** The day in London now. */
  readonly today: () => string;
  /** Makes the snapshot of a day; does nothing when there is one. */
  readonly take: (day: string, mayGoOn: () => Promise<boolean>) => Promise<void>;
  readonly logger: Logger;
  /** Pause before each look at the calendar; a minute unless told otherwise. */
  readonly roundMilliseconds?: number;
}

const defaultRoundMilliseconds = 60_000;

/** Makes a snapshot of the equality answers once a day. */
export class SnapshotWorker implements Service {
  readonly #parts: SnapshotWorkerParts;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isStopping = false;
  #doneOn: string | undefined;

  constructor(parts: SnapshotWorkerParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#round;
    await this.#parts.lease.release().catch(() => undefined);
  }

  #schedule(): void {
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#round = this.lookAtCalendar().then(() => this.#schedule());
    }, this.#parts.roundMilliseconds ?? defaultRoundMilliseconds);
    this.#timer.unref();
  }

  /** One round: makes today's snapshot when nobody has. A failure is logged and tried again in the next round. */
  async lookAtCalendar(): Promise<void> {
    const { lease, today, take, logger } = this.#parts;
    const day = today();
    if (this.#doneOn === day) return;
    try {
      if (!(await lease.isHeld())) return;
      let isWhole = true;
      await take(day, async () => {
        isWhole = !this.#isStopping && (await lease.isHeld());
        return isWhole;
      });
      if (isWhole) this.#doneOn = day;
    } catch (error) {
      logger.warn({ err: error }, 'the snapshot of equality answers could not be made and is tried again');
    }
  }
}
