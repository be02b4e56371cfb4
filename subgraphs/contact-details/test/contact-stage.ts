import { randomUUID } from 'node:crypto';
import type { ContactDetailEvent } from '@resident-graph/schema';
import {
  createPersonDirectory,
  DependencyError,
  type KnownPersonDocument,
  knownPersonsCollection,
  readIdempotency,
  type WorkerLink,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import type { ContactBook } from '../src/domain/contact-book.ts';
import { type ContactDetailOperations, createContactDetailOperations } from '../src/operations/contact-detail-operations.ts';
import { ContactBookStore } from '../src/store/contact-book-store.ts';

/** The contact detail operations over an embedded store in a temporary folder, under a clock that a test turns on. */
export interface ContactStage {
  readonly operations: ContactDetailOperations;
  readonly store: ContactBookStore;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** From now on the person subgraph does not answer. */
  readonly losePersons: () => void;
  readonly announced: () => number;
  readonly books: () => Promise<readonly ContactBook[]>;
  readonly events: () => Promise<readonly ContactDetailEvent[]>;
}

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`. */
export const createContactStage = async (): Promise<ContactStage> => {
  const database = openEmbeddedDatabase();
  const store = await ContactBookStore.open(database);
  let isDown = false;
  const person: WorkerLink = {
    call: async (_action, input) => {
      if (isDown) throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'person does not answer now.', { service: 'person' });
      return { existing: (input as { readonly ids: readonly string[] }).ids.filter((id) => id.startsWith('p')) };
    },
  };
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let announced = 0;
  const clock = (): number => now;
  const known = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  return {
    store,
    operations: createContactDetailOperations({
      store,
      persons: createPersonDirectory(known, person, clock),
      now: clock,
      newId: randomUUID,
      readIdempotency,
      announce: () => {
        announced += 1;
      },
    }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    losePersons: () => {
      isDown = true;
    },
    announced: () => announced,
    books: () => store.collection.find({}).toArray(),
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};
