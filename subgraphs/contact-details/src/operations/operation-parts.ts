import type { PersonDirectory, readIdempotency, SignedCall } from '@resident-graph/service-kit';
import type { WriteCircumstances } from '../domain/change-contact-book.ts';
import type { ContactBookStore } from '../store/contact-book-store.ts';

/** What the operations of this subgraph stand on. */
export interface OperationParts {
  readonly store: ContactBookStore;
  readonly persons: PersonDirectory;
  readonly now: () => number;
  readonly newId: () => string;
  /** Tells what an idempotency key counts for. */
  readonly readIdempotency: typeof readIdempotency;
  /** Called after every write that left an event. */
  readonly announce: () => void;
}

/** The circumstances of a call's write. */
export const toCircumstances = (parts: OperationParts, call: SignedCall): WriteCircumstances => ({
  at: new Date(parts.now()).toISOString(),
  correlationId: call.correlationId,
  by: call.subject.id,
  newId: parts.newId,
});
