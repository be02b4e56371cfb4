import type { DomainEvent } from '@resident-graph/schema';
import type { Logger } from 'pino';
import type { Service } from '../lifecycle/lifecycle.ts';
import type { DocumentCollection } from '../store/document-collection.ts';
import type { Lease } from './lease.ts';
import type { WithOutbox } from './outbox.ts';

/** Who wants to know. `deliver` resolves when the events are durable there; delivering again changes nothing. */
export interface OutboxSubscriber<Event extends DomainEvent> {
  readonly name: string;
  deliver(events: readonly Event[]): Promise<void>;
}

/** Takes events out of documents and gives them to the subscribers: at least once, in order per entity. Source: design.md, "Events". */
export interface Relay extends Service {
  /** Something was written: look now instead of at the next round. */
  notify(): void;
  /** Resolves after a round that began after this call and found nothing more to deliver. */
  whenDrained(): Promise<void>;
}

/** What makes a relay. */
export interface RelayParts<Event extends DomainEvent, Stored extends WithOutbox<Event>> {
  readonly collection: DocumentCollection<Stored>;
  readonly lease: Lease;
  readonly subscribers: readonly OutboxSubscriber<Event>[];
  readonly logger: Logger;
  /** Pause between rounds when nothing was announced, and after a failure; 1 s unless told otherwise. */
  readonly idleMilliseconds?: number;
}

/** Documents in one round. */
const batchSize = 500;
const defaultIdleMilliseconds = 1_000;

export class OutboxRelay<Event extends DomainEvent, Stored extends WithOutbox<Event>> implements Relay {
  readonly #parts: RelayParts<Event, Stored>;
  #isStopping = false;
  #isAnnounced = false;
  #wake: (() => void) | undefined;
  #loop: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(parts: RelayParts<Event, Stored>) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake?.();
    await this.#loop;
    await this.#parts.lease.release().catch(() => undefined);
  }

  notify(): void {
    this.#isAnnounced = true;
    this.#wake?.();
  }

  whenDrained(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.notify();
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#isAnnounced = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      const isDone = await this.#deliverRound().catch((error: unknown) => {
        this.#parts.logger.warn({ err: error }, 'events wait: the delivery failed and is tried again');
        return 'failed' as const;
      });
      if (isDone === 'empty') for (const resolve of waiting) resolve();
      else this.#waiting.unshift(...waiting);
      if (isDone === 'more' || this.#isStopping) continue;
      if (!this.#isAnnounced || isDone === 'failed') await this.#pause(isDone === 'failed');
    }
  }

  async #deliverRound(): Promise<'empty' | 'more' | 'failed'> {
    const { collection, lease } = this.#parts;
    if (!(await lease.isHeld())) return 'failed';
    const documents = await collection
      .find({ outboxPendingAt: { $ne: null } }, { sort: { outboxPendingAt: 1 }, limit: batchSize })
      .toArray();
    if (documents.length === 0) return 'empty';
    if (await this.#deliver(documents)) return 'more';
    // One document that cannot be delivered must not hold up the others.
    let isAnyDelivered = false;
    for (const document of documents) isAnyDelivered = (await this.#deliver([document])) || isAnyDelivered;
    return isAnyDelivered ? 'more' : 'failed';
  }

  async #deliver(documents: readonly Stored[]): Promise<boolean> {
    const events = documents.flatMap((document) => document.outbox);
    try {
      for (const subscriber of this.#parts.subscribers) await subscriber.deliver(events);
    } catch (error) {
      this.#parts.logger.warn({ err: error, events: events.length }, 'events could not be delivered');
      return false;
    }
    await this.#parts.collection.bulkWrite(
      documents.map(({ _id, version }) => ({
        // A write since the read raised the version and added an event: then nothing is removed and all are delivered again.
        updateOne: { filter: { _id, version }, update: { $set: { outbox: [], outboxPendingAt: null } } },
      })),
      { ordered: false },
    );
    return true;
  }

  #pause(isFailure: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, this.#parts.idleMilliseconds ?? defaultIdleMilliseconds);
      const wake = isFailure ? undefined : done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#wake = (): void => {
        if (this.#isStopping) done();
        else wake?.();
      };
    });
  }
}
