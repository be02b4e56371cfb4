import type { CompartmentEntry } from '@resident-graph/policy';
import type { ConsentEvent } from '@resident-graph/schema';
import {
  type AccessEventDraft,
  createCursorCodec,
  createPersonDirectory,
  type KnownPersonDocument,
  knownPersonsCollection,
  readIdempotency,
} from '@resident-graph/service-kit';
import { openEmbeddedDatabase, signedCallOf } from '@resident-graph/service-kit/testing';
import type { CaptureConsentInput } from '../src/__generated__/schema-types.ts';
import type { ConsentRegister } from '../src/domain/consent.ts';
import type { NameableRow } from '../src/operations/consent-operation-parts.ts';
import { type ConsentOperations, createConsentOperations } from '../src/operations/consent-operations.ts';
import { ConsentStore } from '../src/store/consent-store.ts';
import { createTestGroups, type TestGroups } from './person-groups.ts';

/** The source area's officer, the recipient's, a third area's, the steward of a third area, the resident and somebody else. */
export const callers = {
  owner: signedCallOf({ id: 'owner', actingArea: 'housing' }),
  recipient: signedCallOf({ id: 'recipient', actingArea: 'repairs' }),
  third: signedCallOf({ id: 'third', actingArea: 'benefits' }),
  steward: signedCallOf({ id: 'steward', kind: 'steward', actingArea: 'libraries' }),
  resident: signedCallOf({ id: 'resident', kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId: 'p1' }),
  neighbour: signedCallOf({ id: 'neighbour', kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId: 'p2' }),
  governance: signedCallOf({ id: 'governance', kind: 'governance', actingArea: null, roles: ['governance'], purpose: 'DATA_QUALITY' }),
};

/** A consent of the person p1 that repairs sees phones of housing. */
export const consentOf = (change: Partial<CaptureConsentInput> = {}): CaptureConsentInput => ({
  personId: 'p1',
  ...(change.contactDetailIds == null ? { types: ['PHONE'] } : {}),
  sourceArea: 'housing',
  recipientArea: 'repairs',
  purpose: 'SERVICE_DELIVERY',
  grantedBy: 'SELF',
  method: 'IN_PERSON',
  noticeId: 'sharing',
  noticeVersion: '3',
  noticeText: 'We would like to tell repairs your number.',
  language: 'en',
  evidenceRef: 'form 12',
  ...change,
});

/** A row as the named rows of a consent are judged by. */
export const rowOf = (id: string, change: Partial<NameableRow['detail']> = {}, outcome: 'MASK' | 'FULL' = 'FULL'): NameableRow => ({
  detail: {
    id,
    targetType: 'PERSON',
    targetId: 'p1',
    area: 'housing',
    relation: null,
    subType: 'MOBILE',
    isActive: true,
    hasThirdPartyAgreed: false,
    isWithheldFromSubject: false,
    ...change,
  },
  decision: { outcome },
});

/** When the stage's clock starts. */
export const stageStart = Date.parse('2026-03-10T09:00:00.000Z');

/** The operations on consents over an embedded store, under a clock that a test turns on. */
export interface ConsentStage {
  readonly operations: ConsentOperations;
  readonly store: ConsentStore;
  /** The rows that every caller may see. */
  readonly rows: NameableRow[];
  /** Who is restricted, with the compartment. */
  readonly groups: TestGroups;
  readonly compartments: Map<string, { readonly compartment: readonly CompartmentEntry[] }>;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => void;
  /** What went on record. */
  readonly recorded: AccessEventDraft[];
  readonly announced: () => number;
  readonly registers: () => Promise<readonly ConsentRegister[]>;
  readonly events: () => Promise<readonly ConsentEvent[]>;
}

/** Sets the stage for one test; the persons that exist are those whose id begins with `p`. */
export const createConsentStage = async (): Promise<ConsentStage> => {
  const database = openEmbeddedDatabase();
  const store = await ConsentStore.open(database);
  const rows: NameableRow[] = [];
  const compartments: ConsentStage['compartments'] = new Map();
  const groups = createTestGroups();
  const recorded: AccessEventDraft[] = [];
  let now = stageStart;
  let announced = 0;
  let ids = 0;
  const clock = (): number => now;
  const known = await database.collection<KnownPersonDocument>(knownPersonsCollection);
  const person = {
    call: async (_action: string, input: unknown) => ({
      existing: (input as { readonly ids: readonly string[] }).ids.filter((id) => id.startsWith('p')),
    }),
  };
  return {
    store,
    rows,
    compartments,
    groups,
    recorded,
    operations: createConsentOperations({
      store,
      visible: { findById: async (wanted) => rows.filter(({ detail }) => wanted.includes(detail.id)) },
      persons: createPersonDirectory(known, person, clock),
      restrictions: { findRestrictions: async (ids) => new Map([...compartments].filter(([id]) => ids.includes(id))) },
      groups,
      log: { append: async (events) => void recorded.push(...events) },
      now: clock,
      newId: () => {
        ids += 1;
        return `id-${String(ids).padStart(4, '0')}`;
      },
      readIdempotency,
      cursors: createCursorCodec(new Uint8Array(32).fill(1)),
      announce: () => {
        announced += 1;
      },
    }),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    announced: () => announced,
    registers: () => store.collection.find({}).toArray(),
    events: async () => (await store.collection.find({}).toArray()).flatMap(({ outbox }) => outbox),
  };
};
