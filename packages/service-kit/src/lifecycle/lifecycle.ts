/** Where a service stands in its life; illegal data cannot be written down. */
export type Phase =
  | { readonly phase: 'created' }
  | { readonly phase: 'starting' }
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
 * Guards start and stop of a service: starting twice is a defect, stopping twice is one stop, stopping during a failed start closes
 * what was opened.
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
    this.#phase = { phase: 'starting' };
    try {
      await this.#hooks.start();
      this.#phase = { phase: 'started' };
    } catch (cause) {
      this.#phase = { phase: 'failed', cause };
      await this.#hooks.stop().catch(() => undefined);
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
      case 'started': {
        const stopped = this.#hooks.stop().finally(() => {
          this.#phase = { phase: 'stopped' };
        });
        this.#phase = { phase: 'draining', stopped };
        return stopped;
      }
    }
  }
}
