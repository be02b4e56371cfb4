import { randomUUID } from 'node:crypto';
import type { PersonFacts } from '@resident-graph/policy';
import type { ContactDetailEvent } from '@resident-graph/schema';
import {
  createCursorCodec,
  createKeyedDigest,
  createPersonDirectory,
  DependencyError,
  type DocumentDatabase,
  type KnownPersonDocument,
  knownPersonsCollection,
  readIdempotency,
  type SignedCall,
  type WorkerLink,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import type { ContactBook, ContactDetailInBook } from '../src/domain/contact-book.ts';
import type { VisibleContactDetail } from '../src/domain/visible-contact-detail.ts';
import { createLoaders } from '../src/loaders.ts';
import { type ContactDetailOperations, createContactDetailOperations } from '../src/operations/contact-detail-operations.ts';
import { type ContactReader, type ContactReads, createContactReads } from '../src/operations/contact-reads.ts';
import type { OperationParts } from '../src/operations/operation-parts.ts';
import { ContactBookStore } from '../src/store/contact-book-store.ts';
import { OrganisationStore } from '../src/store/organisation-store.ts';
import { VisibleDetails } from '../src/store/visible-details.ts';
import { createTestGroups, type TestGroups } from './person-groups.ts';

/** The contact detail operations over a document store, under a clock that a test turns on. */
export interface ContactStage {
  readonly operations: ContactDetailOperations;
  readonly reads: ContactReads;
  readonly store: ContactBookStore;
  readonly groups: TestGroups;
  /** A caller who reads, with the loaders of a new request. */
  readonly readerOf: (call: SignedCall) => ContactReader;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** From now on the person subgraph does not answer. */
  readonly losePersons: () => void;
  /** What is known from now on of a person that bears on access. */
  readonly know: (facts: PersonFacts) => void;
  /** Makes an organisation and answers its id. */
  readonly addOrganisation: () => Promise<string>;
  readonly announced: () => number;
  readonly books: () => Promise<readonly ContactBook[]>;
  readonly events: () => Promise<readonly ContactDetailEvent[]>;
}

/** The row that an operation answered, which the caller sees. */
export const rowOf = (shown: VisibleContactDetail | null): ContactDetailInBook => {
  if (shown === null) throw new Error('Expected a row that the caller may see.');
  return shown.detail;
};

/** Those of some persons that are restricted. */
const restrictionsOf = (facts: ReadonlyMap<string, PersonFacts>, ids: readonly string[]) =>
  new Map(
    ids.flatMap((id) => {
      const restriction = facts.get(id)?.restriction ?? null;
      return restriction === null ? [] : [[id, restriction] as const];
    }),
  );

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`. */
export const createContactStage = async (database: DocumentDatabase = openEmbeddedDatabase()): Promise<ContactStage> => {
  const store = await ContactBookStore.open(database);
  const organisations = await OrganisationStore.open(database);
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
  const facts = new Map<string, PersonFacts>();
  const groups = createTestGroups();
  const visible = new VisibleDetails({
    books: store.collection,
    facts: { find: async (ids) => new Map([...facts].filter(([id]) => ids.includes(id))) },
    groups,
  });
  const secret = new Uint8Array(32).fill(7);
  const parts: OperationParts = {
    store,
    visible,
    organisations,
    persons: createPersonDirectory(known, person, clock),
    restrictions: { findRestrictions: async (ids) => restrictionsOf(facts, ids) },
    groups,
    now: clock,
    newId: randomUUID,
    readIdempotency,
    digest: createKeyedDigest(secret),
    cursors: createCursorCodec(secret),
    announce: () => {
      announced += 1;
    },
  };
  return {
    store,
    groups,
    operations: createContactDetailOperations(parts),
    reads: createContactReads(parts),
    readerOf: (call) => ({ ...call, loaders: createLoaders({ visible, organisations, now: clock }, call.subject) }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    losePersons: () => {
      isDown = true;
    },
    know: (about) => {
      for (const id of about.personIds) facts.set(id, about);
    },
    addOrganisation: async () => {
      const at = new Date(now).toISOString();
      const id = randomUUID();
      const organisation = {
        id,
        name: 'Hill & Co',
        organisationType: 'LEGAL_ADVISER',
        version: 0,
        createdAt: at,
        createdBy: 'officer-1',
        lastModifiedAt: at,
      } as const;
      const event = { id: randomUUID(), type: 'OrganisationRecorded', entityId: id, version: 0, at, correlationId: 'c' } as const;
      await organisations.insert({ organisation, creation: null, event });
      return id;
    },
    announced: () => announced,
    books: () => store.collection.find({}).toArray(),
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};
