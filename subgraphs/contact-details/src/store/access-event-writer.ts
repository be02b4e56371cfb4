import { randomUUID } from 'node:crypto';
import { type AccessEventDraft, type BulkOperation, DependencyError, type Logger } from '@resident-graph/service-kit';
import { type ChainEnd, chainOf, dayOf, genesisOf, hashOf, placeOf, type Sealer } from '../domain/access-chain.ts';
import { columnsOf, textOf } from '../domain/access-event.ts';
import type { AccessLog } from '../domain/access-log.ts';
import { writeAnchors } from './access-event-anchors.ts';
import { type AccessEventCollections, type AccessEventDocument, type ChainHeadDocument, headIdOf } from './access-event-documents.ts';

/** What the writer of one process stands on. */
export interface AccessEventWriterParts {
  readonly collections: AccessEventCollections;
  readonly sealer: Sealer;
  readonly now: () => number;
  readonly newId: () => string;
  readonly logger: Logger;
  /** Longest wait until events are durable, in milliseconds. */
  readonly deadlineMilliseconds: number;
  /** The newest moment on record when the writer began; its own are never before it. */
  readonly notBefore: string;
}

interface Waiting {
  readonly events: readonly { readonly id: string; readonly draft: AccessEventDraft }[];
  readonly succeed: () => void;
  readonly fail: (cause: unknown) => void;
  /** Set when somebody has been told already. */
  isSettled: boolean;
}

type Written = AccessEventDocument | ChainHeadDocument;

/** Most events of one write. */
const groupSize = 1_000;

/** A day's anchor is written when the next day is this old, in milliseconds: clocks of processes differ. */
const anchorDelay = 5 * 60_000;

const unavailable = (cause: unknown): DependencyError =>
  new DependencyError('AUDIT_UNAVAILABLE', 'The record of looks cannot be written now, so nothing that belongs on it is done. Try again.', {
    cause,
  });

const withDeadline = async <Result>(milliseconds: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The store has not answered in time.')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The one writer of a process. Events that come while a write runs wait and go into the next one together. What became of a write that
 * failed is unknown: its chain is left as it is, and the next write begins another one.
 */
export class AccessEventWriter implements AccessLog {
  readonly #parts: AccessEventWriterParts;
  readonly #writer = randomUUID();
  #segment = 0;
  #end: ChainEnd | null = null;
  #lastAt: string;
  #anchoredOn = '';
  #queue: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(parts: AccessEventWriterParts) {
    this.#parts = parts;
    this.#lastAt = parts.notBefore;
  }

  /** @throws DependencyError AUDIT_UNAVAILABLE */
  append(drafts: readonly AccessEventDraft[]): Promise<void> {
    if (drafts.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        if (waiting.isSettled) return;
        waiting.isSettled = true;
        clearTimeout(timer);
        end();
      };
      const waiting: Waiting = {
        events: drafts.map((draft) => ({ id: this.#parts.newId(), draft })),
        succeed: () => settle(resolve),
        fail: (cause) => settle(() => reject(unavailable(cause))),
        isSettled: false,
      };
      const timer = setTimeout(() => waiting.fail(new Error('The events have waited too long.')), this.#parts.deadlineMilliseconds);
      this.#queue.push(waiting);
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing waits and nothing is being written. */
  async whenIdle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #drain(): Promise<void> {
    // Whatever comes in the same turn of the loop goes into the first write.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#takeGroup();
      if (group.length > 0) await this.#writeGroup(group);
    }
    this.#running = null;
  }

  /** As many as one write holds, without those that somebody has been told are not on record. */
  #takeGroup(): readonly Waiting[] {
    let [events, count] = [0, 0];
    for (const waiting of this.#queue) {
      if (count > 0 && events + waiting.events.length > groupSize) break;
      events += waiting.events.length;
      count += 1;
    }
    return this.#queue.splice(0, count).filter(({ isSettled }) => !isSettled);
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const { deadlineMilliseconds, logger } = this.#parts;
    try {
      this.#end = await withDeadline(deadlineMilliseconds, this.#write(group));
    } catch (cause) {
      this.#end = null;
      logger.error({ err: cause }, 'events of the record of looks could not be written');
      for (const waiting of group) waiting.fail(cause);
      return;
    }
    for (const waiting of group) waiting.succeed();
    await this.#anchor();
  }

  async #write(group: readonly Waiting[]): Promise<ChainEnd> {
    const moment = new Date(this.#parts.now()).toISOString();
    if (moment > this.#lastAt) this.#lastAt = moment;
    const at = this.#lastAt;
    const begin = this.#end?.chain.startsWith(dayOf(at)) === true ? this.#end : this.#newChain(at);
    const operations: BulkOperation<Written>[] = [];
    // An empty head first: a chain whose events are there and whose head is not has lost it.
    if (begin.sequence === 0) operations.push({ insertOne: { document: this.#headOf(begin, at) } });
    let end = begin;
    for (const { id, draft } of group.flatMap(({ events }) => events)) {
      const sequence = end.sequence + 1;
      const columns = columnsOf({ id, chain: end.chain, sequence, at }, draft);
      const text = textOf(columns, draft);
      const hash = hashOf(end.hash, text);
      const { id: _id, chain, sequence: _sequence, ...found } = columns;
      const document = {
        _id,
        place: placeOf(chain, sequence),
        ...found,
        previousHash: end.hash,
        hash,
        seal: this.#parts.sealer.event(hash),
        text,
      };
      operations.push({ insertOne: { document } });
      end = { chain: end.chain, sequence, hash };
    }
    const head = this.#headOf(end, at);
    operations.push({ replaceOne: { filter: { _id: head._id }, replacement: head } });
    await this.#parts.collections.all.bulkWrite(operations, { ordered: true });
    return end;
  }

  #newChain(at: string): ChainEnd {
    this.#segment += 1;
    const chain = chainOf(dayOf(at), this.#writer, this.#segment);
    return { chain, sequence: 0, hash: genesisOf(chain) };
  }

  #headOf(end: ChainEnd, at: string): ChainHeadDocument {
    const { chain, sequence, hash } = end;
    return { _id: headIdOf(chain), headOf: chain, lastSequence: sequence, hash, headAt: at, seal: this.#parts.sealer.head(end, at) };
  }

  async #anchor(): Promise<void> {
    const { collections, sealer, deadlineMilliseconds, logger } = this.#parts;
    const today = dayOf(this.#lastAt);
    if (this.#anchoredOn === today || Date.parse(this.#lastAt) < Date.parse(today) + anchorDelay) return;
    try {
      await withDeadline(deadlineMilliseconds, writeAnchors(collections, sealer, today));
      this.#anchoredOn = today;
    } catch (error) {
      // What the anchors hold together is on record all the same; the next write tries again.
      logger.warn({ err: error }, 'the anchors of past days could not be written');
    }
  }
}
