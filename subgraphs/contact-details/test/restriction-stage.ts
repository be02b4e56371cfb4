import type { RestrictionEvent } from '@resident-graph/schema';
import { type AccessEventDraft, DependencyError } from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import { createRestrictionOperations, type RestrictionOperations } from '../src/operations/restriction-operations.ts';
import { RestrictionStore } from '../src/store/restriction-store.ts';
import { createTestGroups, type TestGroups } from './person-groups.ts';

/** Who restricts, a colleague inside, an officer of the area who may not lift, and others outside. */
export const callers = {
  lead: signedCallOf({ id: 'lead', actingArea: 'social-care', roles: ['person:read', 'contact:read', 'safeguarding'] }),
  colleague: signedCallOf({ id: 'colleague', actingArea: 'social-care', roles: ['person:read', 'safeguarding'] }),
  worker: signedCallOf({ id: 'worker', actingArea: 'social-care' }),
  approver: signedCallOf({ id: 'approver', actingArea: 'housing', roles: ['person:read', 'contact:read', 'safeguarding'] }),
  officer: signedCallOf({ id: 'officer', actingArea: 'housing' }),
  governance: signedCallOf({ id: 'governance', kind: 'governance', actingArea: null, roles: ['governance'], purpose: 'DATA_QUALITY' }),
};

/** The operations on restrictions over an embedded store, under a clock that a test turns on. */
export interface RestrictionStage {
  readonly operations: RestrictionOperations;
  readonly store: RestrictionStore;
  readonly groups: TestGroups;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** What is on record. */
  readonly recorded: readonly AccessEventDraft[];
  /** From now on nothing can be put on record. */
  readonly loseLog: () => void;
  /** How search answers from now on. */
  readonly setSearch: (answer: 'confirms' | 'fails' | 'is silent') => void;
  readonly announced: () => number;
  readonly events: () => Promise<readonly RestrictionEvent[]>;
}

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`. */
export const createRestrictionStage = async (): Promise<RestrictionStage> => {
  const store = await RestrictionStore.open(openEmbeddedDatabase());
  const recorded: AccessEventDraft[] = [];
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let announced = 0;
  let ids = 0;
  let hasLog = true;
  const groups = createTestGroups();
  let search: 'confirms' | 'fails' | 'is silent' = 'confirms';
  return {
    store,
    groups,
    recorded,
    operations: createRestrictionOperations({
      store,
      persons: { findExisting: async (asked) => new Set(asked.filter((id) => id.startsWith('p'))) },
      groups,
      log: {
        append: async (events) => {
          if (!hasLog) throw new DependencyError('AUDIT_UNAVAILABLE', 'Nothing can be put on record now.');
          recorded.push(...events);
        },
      },
      now: () => now,
      newId: () => {
        ids += 1;
        return `id-${ids}`;
      },
      tellSearch: async ({ personId, toldVersion }) => {
        if (search === 'fails') throw new Error('canary');
        if (search === 'is silent') await new Promise<never>(() => undefined);
        await store.confirm(personId, toldVersion);
      },
      confirmMilliseconds: 20,
      announce: () => {
        announced += 1;
      },
    }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    loseLog: () => {
      hasLog = false;
    },
    setSearch: (answer) => {
      search = answer;
    },
    announced: () => announced,
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};
