/** Where a service stands in its life; illegal data cannot be written down. */
export type Phase =
  | { readonly phase: 'created' }
  | { readonly phase: 'starting'; readonly settled: Promise<void> }
  | { readonly phase: 'started' }
  | { readonly phase: 'draining'; readonly stopped: Promise<void> }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly cause: unknown };

/** Something that starts once and stops once. */
export interface Service {
  /** Resolves when the service is ready for work. */
  start(): Promise<void>;
  /** Finishes what is under way, closes what is open; asked again it answers the same promise. */
  stop(): Promise<void>;
}

/**
 * Guards start and stop of a service: starting twice is a defect, stopping twice is one stop, a stop during the start waits for its
 * end, and a failed start closes what was opened.
 */
export class Lifecycle implements Service {
  #phase: Phase = { phase: 'created' };
  readonly #hooks: Service;

  constructor(hooks: Service) {
    this.#hooks = hooks;
  }

  get phase(): Phase['phase'] {
    return this.#phase.phase;
  }

  async start(): Promise<void> {
    if (this.#phase.phase !== 'created') throw new Error(`A service starts once; this one is ${this.#phase.phase}.`);
    const started = this.#hooks.start();
    const settled = started.catch(() => undefined);
    this.#phase = { phase: 'starting', settled };
    try {
      await started;
      if (this.#isStarting()) this.#phase = { phase: 'started' };
    } catch (cause) {
      // A stop that was asked for meanwhile closes what was opened.
      if (this.#isStarting()) {
        this.#phase = { phase: 'failed', cause };
        await this.#hooks.stop().catch(() => undefined);
      }
      throw cause;
    }
  }

  async stop(): Promise<void> {
    switch (this.#phase.phase) {
      case 'created':
      case 'stopped':
      case 'failed':
        this.#phase = { phase: 'stopped' };
        return;
      case 'draining':
        return this.#phase.stopped;
      case 'starting':
        return this.#drain(this.#phase.settled.then(() => this.#hooks.stop()));
      case 'started':
        return this.#drain(this.#hooks.stop());
    }
  }

  #isStarting(): boolean {
    return this.#phase.phase === 'starting';
  }

  #drain(stopping: Promise<void>): Promise<void> {
    const stopped = stopping.finally(() => {
      this.#phase = { phase: 'stopped' };
    });
    this.#phase = { phase: 'draining', stopped };
    return stopped;
  }
}
