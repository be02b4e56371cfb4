import { randomUUID } from 'node:crypto';
import type { PersonMergeEvent, PersonsEvent } from '@resident-graph/schema';
import type { RestrictionStanding } from '@resident-graph/service-kit';
import { openEmbeddedDatabase } from '@resident-graph/service-kit/testing';
import { createPersonOperations, type PersonOperations } from '../src/operations/person-operations.ts';
import { PersonStore } from '../src/store/person-store.ts';

/** The person operations over an embedded store in a temporary folder, under a clock that a test turns on. */
export interface PersonStage {
  readonly operations: PersonOperations;
  readonly store: PersonStore;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** How often a write was announced. */
  readonly announced: () => number;
  /** All events in all outboxes, oldest first within a person. */
  readonly events: () => Promise<readonly PersonsEvent[]>;
  readonly count: () => Promise<number>;
  /** The merges that were told, oldest first. */
  readonly told: readonly PersonMergeEvent[];
  /** What telling of a merge stands on; a test makes it fail. */
  readonly peers: { tellMerge: (event: PersonMergeEvent) => Promise<void> };
  /** Who is restricted, and where every caller stands. */
  readonly standings: Map<string, RestrictionStanding>;
}

/** Sets the stage for one test, over a store of its own unless one is given. */
export const createPersonStage = async (given?: PersonStore): Promise<PersonStage> => {
  const store = given ?? (await PersonStore.open(openEmbeddedDatabase()));
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let announced = 0;
  const standings = new Map<string, RestrictionStanding>();
  const told: PersonMergeEvent[] = [];
  const peers: PersonStage['peers'] = { tellMerge: async (event) => void told.push(event) };
  return {
    store,
    standings,
    told,
    peers,
    operations: createPersonOperations({
      store,
      restrictions: { findStandings: async () => standings },
      now: () => now,
      newId: randomUUID,
      announce: () => {
        announced += 1;
      },
      tellMerge: (event) => peers.tellMerge(event),
      confirmMilliseconds: 60_000,
    }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    announced: () => announced,
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
    count: () => store.collection.countDocuments({}),
  };
};

/** A number in letters, for names that differ. */
export const letters = (number: number): string => String(number).replaceAll(/\d/gu, (digit) => 'bdfgklmnpr'[Number(digit)] ?? '');
