import { type AccessEventDraft, type DocumentDatabase, deriveSecret, type Logger } from '@resident-graph/service-kit';
import { createSealer } from '../domain/access-chain.ts';
import { type AccessEvent, parseText } from '../domain/access-event.ts';
import type { AccessLog } from '../domain/access-log.ts';
import {
  type AccessEventCollections,
  type AccessEventDocument,
  type AccessEventReleaseDocument,
  openAccessEventCollections,
} from './access-event-documents.ts';
import { AccessEventWriter } from './access-event-writer.ts';

/** What the store is opened with. */
export interface AccessEventStoreOptions {
  /** The same for all processes on one database; the seals hang on it. */
  readonly lookupSecret: Uint8Array;
  readonly now: () => number;
  /** Makes the ids of the events. */
  readonly newId: () => string;
  readonly logger: Logger;
  /** Longest wait until events are durable. */
  readonly deadlineMilliseconds: number;
}

/** An event with what decides whether somebody sees it, without its text. */
export type AccessEventEntry = Pick<AccessEventDocument, '_id' | 'at' | 'areas' | 'isWithheld'>;

/** A contact detail that was seen through an emergency opening. */
export interface SeenDetail {
  readonly contactDetailId: string;
  /** The area that owns it. */
  readonly area: string;
  /** When it was first seen. */
  readonly at: string;
}

/** The key under which the record is sealed. */
export const auditSealKey = (lookupSecret: Uint8Array): Uint8Array => deriveSecret(lookupSecret, 'audit-seal');

/** The record of looks, over either document store. */
export class AccessEventStore implements AccessLog {
  readonly #collections: AccessEventCollections;
  readonly #writer: AccessEventWriter;

  private constructor(collections: AccessEventCollections, writer: AccessEventWriter) {
    this.#collections = collections;
    this.#writer = writer;
  }

  static async open(database: DocumentDatabase, options: AccessEventStoreOptions): Promise<AccessEventStore> {
    const { lookupSecret, now, newId, logger, deadlineMilliseconds } = options;
    const collections = await openAccessEventCollections(database);
    const [newest] = await collections.heads.find({ headAt: { $gte: '' } }, { sort: { headAt: -1 }, limit: 1 }).toArray();
    const sealer = createSealer(auditSealKey(lookupSecret));
    const notBefore = newest?.headAt ?? '';
    return new AccessEventStore(
      collections,
      new AccessEventWriter({ collections, sealer, now, newId, logger, deadlineMilliseconds, notBefore }),
    );
  }

  /** @throws DependencyError AUDIT_UNAVAILABLE when the events cannot be made durable in time */
  append(events: readonly AccessEventDraft[]): Promise<void> {
    return this.#writer.append(events);
  }

  /** Resolves when nothing is being written; the database may be closed then. */
  whenIdle(): Promise<void> {
    return this.#writer.whenIdle();
  }

  /** All about a person under some ids, each once, in no order. */
  findEntries(personIds: readonly string[]): Promise<readonly AccessEventEntry[]> {
    return this.#collections.events
      .find({ personIds: { $in: [...personIds] } }, { projection: { at: 1, areas: 1, isWithheld: 1 } })
      .toArray();
  }

  /** Those that exist, by id. */
  async findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, AccessEvent>> {
    const documents = await this.#collections.events.find({ _id: { $in: [...ids] }, place: { $exists: true } }).toArray();
    return new Map(documents.map(({ _id, text }) => [_id, parseText(text)]));
  }

  /** Which of these residents see only after a release. */
  async findWithheld(ids: readonly string[]): Promise<ReadonlyMap<string, AccessEvent>> {
    const documents = await this.#collections.events.find({ _id: { $in: [...ids] }, isWithheld: true }).toArray();
    return new Map(documents.map(({ _id, text }) => [_id, parseText(text)]));
  }

  /** Which of these governance has released. */
  async findReleased(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const documents = await this.#collections.releases.find({ _id: { $in: [...ids] } }).toArray();
    return new Set(documents.map(({ _id }) => _id));
  }

  /** Lets residents see events; a release of before stays as it is. */
  async release(releases: readonly AccessEventReleaseDocument[]): Promise<void> {
    const before = await this.findReleased(releases.map(({ _id }) => _id));
    const added = releases.filter(({ _id }) => !before.has(_id));
    if (added.length === 0) return;
    await this.#collections.releases.bulkWrite(
      added.map((release) => ({ replaceOne: { filter: { _id: release._id }, replacement: release, upsert: true } })),
      { ordered: false },
    );
  }

  /** The contact details of other areas that were seen through an emergency opening, each when it was first seen, oldest first. */
  async findByBreakGlass(breakGlassId: string): Promise<readonly SeenDetail[]> {
    const documents = await this.#collections.events.find({ breakGlassId, action: 'contact-detail.read' }).toArray();
    const seen = new Map<string, SeenDetail>();
    for (const { at, subject, resourceIds, resourceAreas } of documents
      .map(({ text }) => parseText(text))
      .toSorted((one, other) => (one.at < other.at ? -1 : 1))) {
      for (const [index, contactDetailId] of resourceIds.entries()) {
        const area = resourceAreas[index] ?? null;
        // Rows of the acting area open without the emergency.
        if (area !== null && area !== subject.area && !seen.has(contactDetailId)) seen.set(contactDetailId, { contactDetailId, area, at });
      }
    }
    return [...seen.values()];
  }
}
