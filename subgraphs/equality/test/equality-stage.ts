import { randomUUID } from 'node:crypto';
import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  createKeyedDigest,
  createPersonDirectory,
  DependencyError,
  type KnownPersonDocument,
  knownPersonsCollection,
  type RestrictionStanding,
  type WorkerLink,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { createEqualityOperations, type EqualityOperations } from '../src/operations/equality-operations.ts';
import { EqualityInformationStore } from '../src/store/equality-information-store.ts';

/** The equality operations over an embedded store in a temporary folder, under a clock that a test turns on. */
export interface EqualityStage {
  readonly operations: EqualityOperations;
  readonly store: EqualityInformationStore;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** From now on the person subgraph does not answer. */
  readonly losePersons: () => void;
  readonly count: () => Promise<number>;
  /** Who is restricted, and where every caller stands. */
  readonly standings: Map<string, RestrictionStanding>;
  readonly events: () => Promise<readonly EqualityInformationEvent[]>;
}

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`. */
export const createEqualityStage = async (): Promise<EqualityStage> => {
  const database = openEmbeddedDatabase();
  const store = await EqualityInformationStore.open(database, createKeyedDigest(new Uint8Array(32)));
  let isDown = false;
  const person: WorkerLink = {
    call: async (_action, input) => {
      if (isDown) throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'person does not answer now.', { service: 'person' });
      return { existing: (input as { readonly ids: readonly string[] }).ids.filter((id) => id.startsWith('p')) };
    },
  };
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const clock = (): number => now;
  const known = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const standings = new Map<string, RestrictionStanding>();
  return {
    store,
    standings,
    operations: createEqualityOperations({
      store,
      persons: createPersonDirectory(known, person, clock),
      restrictions: { findStandings: async () => standings },
      now: clock,
      newId: randomUUID,
      announce: () => undefined,
    }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    losePersons: () => {
      isDown = true;
    },
    count: () => store.collection.countDocuments({}),
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};
