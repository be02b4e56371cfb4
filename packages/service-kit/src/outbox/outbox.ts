import type { DomainEvent } from '@resident-graph/schema';
import type { DocumentUpdate, IndexDeclaration, StoredDocument } from '../store/document-collection.ts';

/** What a document carries whose changes are told to others: events stand in the document until they are delivered. */
export interface WithOutbox<Event extends DomainEvent> extends StoredDocument {
  /** +1 with every write that adds an event; the relay's condition for emptying the outbox. */
  readonly version: number;
  /** Not yet delivered, oldest first. */
  readonly outbox: readonly Event[];
  /** When an event was last written, null when none waits; what the relay looks for. */
  readonly outboxPendingAt: string | null;
}

/** The index that the relay needs on every collection with an outbox. */
export const outboxIndex: IndexDeclaration = {
  name: 'outbox-pending',
  key: { outboxPendingAt: 1 },
  whereExists: 'outboxPendingAt',
};

/** The outbox fields of a new document that begins with an event, or with several when one write stands for several changes. */
export const startOutbox = <Event extends DomainEvent>(
  first: Event,
  ...others: readonly Event[]
): Pick<WithOutbox<Event>, 'outbox' | 'outboxPendingAt'> => ({
  outbox: [first, ...others],
  outboxPendingAt: first.at,
});

/** The update of a changed document that appends an event in the same write. */
export const withEvent = (event: DomainEvent, set: Readonly<Record<string, unknown>>): DocumentUpdate => ({
  $set: { ...set, outboxPendingAt: event.at },
  $push: { outbox: event },
});

/** The update of a document that appends the events of several changes in the same write, oldest first. */
export const withEvents = (
  [first, ...others]: readonly [DomainEvent, ...DomainEvent[]],
  set: Readonly<Record<string, unknown>>,
): DocumentUpdate => ({
  $set: { ...set, outboxPendingAt: first.at },
  $push: { outbox: { $each: [first, ...others] } },
});
