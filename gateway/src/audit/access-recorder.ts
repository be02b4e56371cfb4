import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AccessEventDraft, appendAccessEventsAction, DependencyError, type WorkerLink } from '@resident-graph/service-kit';

/** Puts the looks of a request on record. @throws DependencyError AUDIT_UNAVAILABLE when they are not durable in time */
export type RecordLooks = (events: readonly AccessEventDraft[], correlationId: string) => Promise<void>;

/** The time to gather, in milliseconds, after a call that took so long. */
export type GatherFor = (callMilliseconds: number) => number;

/** Longest gathering, in milliseconds: an answer waits no longer for others, however slow the disk is. */
const longestGathering = 250;

/** Ten times what a call takes, so that a busy gateway spends a tenth of its time on them at most, on a slow disk as on a fast one. */
export const gatherByCost: GatherFor = (callMilliseconds) => Math.min(longestGathering, 10 * callMilliseconds);

/** What records. */
export interface AccessRecorderParts {
  /** The gateway's line to contact-details. */
  readonly link: WorkerLink;
  /** Longest wait of a request until its looks are durable. */
  readonly deadlineMilliseconds: number;
  /** Longest time from the beginning of one call to that of the next in which the looks of other answers under way are gathered. */
  readonly gatherFor: GatherFor;
}

/** Some events of a request that wait for a call. */
interface Waiting {
  readonly events: readonly AccessEventDraft[];
  readonly weight: number;
  readonly correlationId: string;
  readonly settle: (failure: DependencyError | null) => void;
}

/** Largest weight of one call, so that a body stays far below what contact-details accepts: about 2 MB. */
const largestWeight = 2_000;

/** About a kilobyte, and another for each 25 ids. */
const weightOf = ({ personIds, resourceIds, decisionIds }: AccessEventDraft): number =>
  1 + (personIds.length + resourceIds.length + decisionIds.length) / 25;

const unavailable = (cause?: unknown): DependencyError =>
  new DependencyError('AUDIT_UNAVAILABLE', 'The looks of this answer cannot be put on record now.', { cause });

/** The events of a request in parts that fit into a call each. */
const inParts = (events: readonly AccessEventDraft[]): readonly (readonly AccessEventDraft[])[] => {
  const parts: AccessEventDraft[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const event of events) {
    weight += weightOf(event);
    if (weight > largestWeight) {
      parts.push([]);
      weight = weightOf(event);
    }
    parts.at(-1)?.push(event);
  }
  return parts;
};

/**
 * Sends events in group commits: while a call is under way those of other requests wait, and all of them go into the next one. A write
 * costs about the same for one look as for many, and a store in this process lets nobody else in while it writes, so after a call a short
 * time is given to the answers that are under way; when none is, or all are here, nothing waits. Source: access-model.md section 11.
 */
export class AccessRecorder {
  readonly #parts: AccessRecorderParts;
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiting>();
  #isSending = false;
  /** When the last call began, by the clock of `performance`. */
  #beganAt = Number.NEGATIVE_INFINITY;
  /** How long the last call took. */
  #callMilliseconds = 0;
  /** Answers that are being made up; their looks may come. */
  #underWay = 0;
  /** Ends the gathering. */
  #wake: () => void = () => undefined;

  constructor(parts: AccessRecorderParts) {
    this.#parts = parts;
  }

  /** Resolves when the events are durable. */
  readonly record: RecordLooks = async (events, correlationId) => {
    await Promise.all(inParts(events).map((part) => this.#enqueue(part, correlationId)));
  };

  /** Tells that an answer is being made up. */
  enter(): void {
    this.#underWay += 1;
  }

  /** Tells that an answer is complete, whether or not it showed anything. */
  leave(): void {
    this.#underWay -= 1;
    this.#wakeWhenAllAreHere();
  }

  #enqueue(events: readonly AccessEventDraft[], correlationId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // Nobody is shown what these are about, so they need not be sent any more.
        this.#waiting.delete(waiting);
        reject(unavailable());
      }, this.#parts.deadlineMilliseconds);
      const waiting: Waiting = {
        events,
        weight: events.reduce((sum, event) => sum + weightOf(event), 0),
        correlationId,
        settle: (failure) => {
          clearTimeout(timer);
          if (failure === null) resolve();
          else reject(failure);
        },
      };
      this.#waiting.add(waiting);
      this.#wakeWhenAllAreHere();
      if (!this.#isSending) void this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.size > 0) {
      const rest = this.#beganAt + this.#parts.gatherFor(this.#callMilliseconds) - performance.now();
      if (rest > 0 && !this.#areAllHere()) await this.#gather(rest);
      this.#beganAt = performance.now();
      const batch = this.#take();
      const failure = await this.#send(batch);
      this.#callMilliseconds = performance.now() - this.#beganAt;
      for (const { settle } of batch) settle(failure);
    }
    this.#isSending = false;
  }

  #areAllHere(): boolean {
    return this.#waiting.size >= this.#underWay;
  }

  #wakeWhenAllAreHere(): void {
    if (this.#areAllHere()) this.#wake();
  }

  #gather(longestMilliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestMilliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(): readonly Waiting[] {
    const batch: Waiting[] = [];
    let weight = 0;
    for (const waiting of this.#waiting) {
      weight += waiting.weight;
      if (batch.length > 0 && weight > largestWeight) break;
      batch.push(waiting);
      this.#waiting.delete(waiting);
    }
    return batch;
  }

  /** Gives up at the deadline, so that a call without an end does not hold up those that come after it. */
  async #send(batch: readonly Waiting[]): Promise<DependencyError | null> {
    const { link, deadlineMilliseconds } = this.#parts;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<DependencyError>((resolve) => {
      timer = setTimeout(() => resolve(unavailable()), deadlineMilliseconds);
    });
    const events = batch.flatMap((waiting) => waiting.events);
    const call = link.call(appendAccessEventsAction, { events }, batch[0]?.correlationId ?? '').then(
      () => null,
      (cause: unknown) => unavailable(cause),
    );
    const failure = await Promise.race([call, deadline]);
    clearTimeout(timer);
    // Those who have waited as long must be gone before the next call is made up: nobody would be shown what it records.
    if (failure !== null) await nextTurn();
    return failure;
  }
}
