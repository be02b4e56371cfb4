import { randomUUID } from 'node:crypto';
import type { EqualityInformationEvent } from '@resident-graph/schema';
import {
  createKeyedDigest,
  createPersonDirectory,
  createPersonSourceDirectory,
  DependencyError,
  findPersonsBySourceAction,
  type KnownPersonDocument,
  knownPersonsCollection,
  PersonAliases,
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
  /** Who is merged into whom. */
  readonly aliases: PersonAliases;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** From now on the person subgraph does not answer. */
  readonly losePersons: () => void;
  readonly count: () => Promise<number>;
  /** Who is restricted, and where every caller stands. */
  readonly standings: Map<string, RestrictionStanding>;
  readonly events: () => Promise<readonly EqualityInformationEvent[]>;
}

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`, `register` brought `p<source id>` in. */
export const createEqualityStage = async (): Promise<EqualityStage> => {
  const database = openEmbeddedDatabase();
  const store = await EqualityInformationStore.open(database, createKeyedDigest(new Uint8Array(32)));
  let isDown = false;
  const person: WorkerLink = {
    call: async (action, input) => {
      if (isDown) throw new DependencyError('SUBGRAPH_UNAVAILABLE', 'person does not answer now.', { service: 'person' });
      if (action === findPersonsBySourceAction) {
        const { sourceSystem, sourceIds } = input as { readonly sourceSystem: string; readonly sourceIds: readonly string[] };
        return {
          found: sourceIds.filter((id) => sourceSystem === 'register' && id !== 'stranger').map((id) => ({ sourceId: id, id: `p${id}` })),
        };
      }
      return { existing: (input as { readonly ids: readonly string[] }).ids.filter((id) => id.startsWith('p')) };
    },
  };
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  const clock = (): number => now;
  const known = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const aliases = await PersonAliases.open(database);
  const standings = new Map<string, RestrictionStanding>();
  return {
    store,
    aliases,
    standings,
    operations: createEqualityOperations({
      store,
      persons: createPersonDirectory(known, person, clock),
      personSources: createPersonSourceDirectory(person),
      restrictions: { findStandings: async () => standings },
      aliases,
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
