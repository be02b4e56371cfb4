import type { CompartmentEntry } from '@resident-graph/policy';
import {
  type AccessEventDraft,
  createCursorCodec,
  DependencyError,
  type Disclosure,
  type DocumentDatabase,
  type SignedCall,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import type { BreakGlassInput, SeenContactDetail } from '../src/__generated__/schema-types.ts';
import { type BreakGlassOperations, createBreakGlassOperations } from '../src/operations/break-glass-operations.ts';
import { BreakGlassStore } from '../src/store/break-glass-store.ts';
import { createTestGroups, type TestGroups } from './person-groups.ts';

const roles = ['person:read', 'contact:read', 'break-glass'] as const;
const ofGovernance = { kind: 'governance', actingArea: null, roles: ['governance'], purpose: 'DATA_QUALITY' } as const;

/** Who breaks glass, a colleague, who approves, officers of two owning areas and of one that owns nothing, governance. */
export const callers = {
  officer: signedCallOf({ id: 'officer', actingArea: 'housing', roles }),
  colleague: signedCallOf({ id: 'colleague', actingArea: 'housing', roles }),
  approver: signedCallOf({ id: 'approver', actingArea: 'housing', roles: ['person:read', 'contact:read', 'safeguarding'] }),
  both: signedCallOf({ id: 'both', actingArea: 'housing', roles: [...roles, 'safeguarding'] }),
  socialCare: signedCallOf({ id: 'social-care', actingArea: 'social-care' }),
  steward: signedCallOf({ id: 'steward', kind: 'steward', actingArea: 'repairs' }),
  benefits: signedCallOf({ id: 'benefits', actingArea: 'benefits' }),
  governance: signedCallOf({ id: 'governance', ...ofGovernance }),
  resident: signedCallOf({ id: 'resident', kind: 'resident', actingArea: null, roles: [], personId: 'p1' }),
};

/** An emergency of the person p1. */
export const emergencyOf = (change: Partial<BreakGlassInput> = {}): BreakGlassInput => ({
  personId: 'p1',
  reasonCode: 'RISK_TO_LIFE',
  narrative: 'Smoke in the stairwell, nobody answers the door.',
  caseReference: 'CASE-7',
  lawfulBasis: 'VITAL_INTERESTS',
  ...change,
});

/** The operations on emergency openings, under a clock that a test turns. */
export interface BreakGlassStage {
  readonly operations: BreakGlassOperations;
  readonly store: BreakGlassStore;
  readonly setClock: (moment: string) => void;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** What is on record. */
  readonly recorded: AccessEventDraft[];
  /** Whether things can be put on record from now on. */
  readonly setLog: (isThere: boolean) => void;
  /** What was seen through every opening. */
  readonly seen: SeenContactDetail[];
  /** Who is restricted, with the compartment. */
  readonly groups: TestGroups;
  readonly compartments: Map<string, { readonly compartment: readonly CompartmentEntry[] }>;
}

/** A caller who tells what it was shown. */
export const disclosing = (call: SignedCall): { readonly call: SignedCall; readonly disclosed: readonly Disclosure[] } => {
  const disclosed: Disclosure[] = [];
  return { call: { ...call, disclose: (disclosure) => void disclosed.push(disclosure) }, disclosed };
};

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`; social care and repairs hold something of all. */
export const createBreakGlassStage = async (database: DocumentDatabase = openEmbeddedDatabase()): Promise<BreakGlassStage> => {
  let now = Date.parse('2026-03-10T09:00:00.000Z');
  let ids = 0;
  let hasLog = true;
  const recorded: AccessEventDraft[] = [];
  const seen: SeenContactDetail[] = [];
  const compartments: BreakGlassStage['compartments'] = new Map();
  const groups = createTestGroups();
  const store = await BreakGlassStore.open(database, () => now);
  return {
    store,
    recorded,
    seen,
    compartments,
    groups,
    operations: createBreakGlassOperations({
      store,
      books: { findAreas: async () => ['housing', 'repairs', 'social-care'] },
      persons: { findExisting: async (asked) => new Set(asked.filter((id) => id.startsWith('p'))) },
      restrictions: { findRestrictions: async (asked) => new Map([...compartments].filter(([id]) => asked.includes(id))) },
      groups,
      log: {
        append: async (events) => {
          if (!hasLog) throw new DependencyError('AUDIT_UNAVAILABLE', 'Nothing can be put on record now.');
          recorded.push(...events);
        },
      },
      findSeen: async () => seen,
      cursors: createCursorCodec(new Uint8Array(32).fill(1)),
      now: () => now,
      newId: () => {
        ids += 1;
        return `opening-${ids}`;
      },
    }),
    setClock: (moment) => {
      now = Date.parse(moment);
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
    setLog: (isThere) => {
      hasLog = isThere;
    },
  };
};
