import { type ContactDetailEvent, type ServiceArea, type ServiceAreaEntry, serviceAreaEntries } from '@resident-graph/schema';
import { type BulkOperation, bulkWriteFailures, isDuplicateKey, StartError, startOutbox, withEvents } from '@resident-graph/service-kit';
import { emptyBook } from '../domain/contact-book.ts';
import { lookupKeysOf } from '../domain/lookup-keys.ts';
import { type TakenOver, takeOverBook } from '../domain/take-over-contact-book.ts';
import { type ContactBookDocument, type ContactBookStore, toBook } from '../store/contact-book-store.ts';
import type { OperationParts } from './operation-parts.ts';

/** What moving the books of retired areas stands on. */
export interface RetiredAreaParts extends Pick<OperationParts, 'now' | 'newId' | 'digest' | 'announce'> {
  readonly store: Pick<ContactBookStore, 'collection'>;
  /** The areas; the reference data unless a test has others. */
  readonly areas?: readonly ServiceAreaEntry[];
}

/** Books in one round. */
const batchSize = 100;

/**
 * Hands the contact books of every retired area over to its successor, or, without one, to the book without an area, where legacy triage
 * finds them. What is left of the old books is the record of what is left to do. A round looks at some of them: what is not at the new
 * place yet is copied, with the events that still wait; a book of which a round finds everything there is deleted. Every write is
 * conditional and changes nothing when it is repeated, so this may be killed at any moment and run in several processes at once. Meanwhile
 * nobody sees the old rows (cap 1).
 * @returns how many books were moved
 * @throws StartError when a retired area names a successor that is not an active area, before anything is moved
 */
export const moveRetiredAreas = async (parts: RetiredAreaParts): Promise<{ readonly moved: number }> => {
  const { areas = serviceAreaEntries } = parts;
  const moves = areas.filter(({ state }) => state === 'RETIRED').map((area) => ({ from: area.code, to: successorOf(area, areas) }));
  let moved = 0;
  for (const { from, to } of moves) {
    for (;;) {
      const documents = await parts.store.collection.find({ area: from }, { limit: batchSize }).toArray();
      if (documents.length === 0) break;
      moved += await moveBooks(parts, documents, to);
    }
  }
  return { moved };
};

const successorOf = ({ code, successor }: ServiceAreaEntry, areas: readonly ServiceAreaEntry[]): ServiceArea | null => {
  if (successor === null || areas.some((area) => area.code === successor && area.state === 'ACTIVE')) return successor;
  throw new StartError(
    'configuration',
    `The successor of the retired area ${code} is not an active area. Correct reference-data/service-areas.json: name an active one, or null.`,
  );
};

/** The ids of a target's books differ in the area alone, which stands at their end. */
const newIdOf = ({ _id, area }: ContactBookDocument, to: ServiceArea | null): string =>
  `${_id.slice(0, _id.length - (area ?? '').length)}${to ?? ''}`;

/** One round; answers how many books are gone. */
const moveBooks = async (parts: RetiredAreaParts, documents: readonly ContactBookDocument[], to: ServiceArea | null): Promise<number> => {
  const books = parts.store.collection;
  const found = await books.find({ _id: { $in: documents.map((old) => newIdOf(old, to)) } }).toArray();
  const present = new Map(found.map((document) => [document._id, document]));
  const copies: BulkOperation<ContactBookDocument>[] = [];
  const deletions: BulkOperation<ContactBookDocument>[] = [];
  for (const old of documents) {
    const copy = copyOf(parts, { old, to, before: present.get(newIdOf(old, to)) });
    if (copy !== null) copies.push(copy);
    // With its version: a process that does not know yet that the area is retired may write until then.
    else deletions.push({ deleteOne: { filter: { _id: old._id, version: old.version } } });
  }
  if (copies.length > 0) {
    await writeCopies(parts, copies);
    parts.announce();
  }
  return deletions.length === 0 ? 0 : (await books.bulkWrite(deletions, { ordered: false })).deletedCount;
};

/** A copy that lost a race is made by a later round. */
const writeCopies = async ({ store }: RetiredAreaParts, copies: BulkOperation<ContactBookDocument>[]): Promise<void> => {
  try {
    await store.collection.bulkWrite(copies, { ordered: false });
  } catch (error) {
    if (bulkWriteFailures(error)?.every(isDuplicateKey) !== true) throw error;
  }
};

interface BookMove {
  readonly old: ContactBookDocument;
  readonly to: ServiceArea | null;
  /** The book at the new place, when there is one. */
  readonly before: ContactBookDocument | undefined;
}

/** The write that brings to the new place what is not there; null when everything is. */
const copyOf = (parts: RetiredAreaParts, { old, to, before }: BookMove): BulkOperation<ContactBookDocument> | null => {
  const from = toBook(old);
  const { targetId, targetType } = from;
  const into = before === undefined ? emptyBook({ targetId, targetType, area: to }) : toBook(before);
  const at = new Date(parts.now()).toISOString();
  const taken = takeOverBook(from, into, { at, rekey: (detail) => lookupKeysOf(detail, to, parts.digest) });
  if (taken === null) return null;
  const { book } = taken;
  // A book may hold a preference and no detail; then there is no event.
  const [first, ...others] = [...old.outbox, ...eventsOf(parts, taken, at)];
  if (before === undefined) {
    const outbox = first === undefined ? { outbox: [], outboxPendingAt: null } : startOutbox(first, ...others);
    return { insertOne: { document: { _id: newIdOf(old, to), ...book, ...outbox } } };
  }
  const update = first === undefined ? { $set: { ...book } } : withEvents([first, ...others], { ...book });
  return { updateOne: { filter: { _id: before._id, version: before.version }, update } };
};

const eventsOf = ({ newId }: RetiredAreaParts, { book, details }: TakenOver, at: string): readonly ContactDetailEvent[] => {
  const correlationId = newId();
  const { targetId, area } = book;
  return details.map(({ id, version }) => ({
    id: newId(),
    type: 'ContactDetailAmended',
    entityId: id,
    version,
    at,
    correlationId,
    targetId,
    area,
  }));
};
