import {
  type ConsentFacts,
  type ContactDetailAttributes,
  createDecide,
  plainPerson,
  type ReadContext,
  type Subject,
} from '@resident-graph/policy';
import { median } from './measure.ts';

/** What judging costs a subject. */
export interface DecideCost {
  readonly name: string;
  readonly nanosecondsPerRow: number;
  /** What compiling the judgement costs, once for a subject and a person. */
  readonly compileMicroseconds: number;
  /** The share of the rows that were not hidden. */
  readonly visibleShare: number;
}

const rowCount = 200;
const consentCount = 50;
const batches = 21;
const passesPerBatch = 200;
const warmUpBatches = 5;

const now = Date.parse('2026-03-10T09:00:00.000Z');
const personId = 'person-1';
const otherAreas = ['social-care', 'council-tax', 'repairs', 'benefits', 'libraries'] as const;
const types = ['PHONE', 'EMAIL', 'ADDRESS'] as const;

/** Text of its own, as text that a store has read is: equal to what it is compared with, not the same. */
const read = (text: string): string => Buffer.from(text).toString();

/** A UUID that differs from others at its beginning, as random ones do. */
const idOf = (number: number): string =>
  read(`${((number * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`);

const rowOf = (number: number, area: string | null): ContactDetailAttributes => ({
  id: idOf(number),
  targetType: read('PERSON'),
  targetId: read(personId),
  area: area === null ? null : read(area),
  contactType: read(types[number % 3] ?? 'PHONE'),
  subType: read(number % 17 === 0 ? 'EMERGENCY_CONTACT' : 'MOBILE'),
  isActive: number % 7 !== 0,
  sensitivity: number % 11 === 0 ? 'CONFIDENTIAL' : number % 23 === 0 ? 'SAFE_ADDRESS' : 'STANDARD',
  relation: number % 13 === 0 ? read('DAUGHTER') : null,
  hasThirdPartyAgreed: number % 2 === 0,
  isProcessingRestricted: number % 19 === 0,
  isWithheldFromSubject: number % 29 === 0,
  isPublic: false,
});

const rowsOf = (areaOf: (number: number) => string | null): readonly ContactDetailAttributes[] =>
  Array.from({ length: rowCount }, (_, number) => rowOf(number, areaOf(number)));

const fromOtherArea = (number: number): string => otherAreas[number % otherAreas.length] ?? 'repairs';

/** Half of them by type, half by id; all of them hold and concern the reader, which is the most work that fifty can make. */
const consents: readonly ConsentFacts[] = Array.from({ length: consentCount }, (_, number) => ({
  id: `consent-${number}`,
  personIds: [personId],
  sourceArea: fromOtherArea(number),
  recipientArea: 'housing',
  purpose: 'SERVICE_DELIVERY',
  scope:
    number % 2 === 0
      ? { types: [types[number % 3] ?? 'PHONE'] }
      : { contactDetailIds: [0, 1, 2, 3].map((more) => idOf(number * 4 + more)) },
  capturedAt: '2026-01-10T09:00:00.000Z',
  validFrom: '2026-01-10T09:00:00.000Z',
  validUntil: `2027-01-${String(1 + (number % 28)).padStart(2, '0')}T00:00:00.000Z`,
  isRevoked: false,
  isPending: false,
}));

const officer: Subject = {
  id: 'officer-1',
  kind: 'officer',
  actingArea: 'housing',
  roles: ['contact:read', 'contact:write'],
  purpose: 'SERVICE_DELIVERY',
  caseReference: null,
  personId: null,
  teams: [],
  onBehalfOf: null,
};

const context: ReadContext = {
  includeHistoric: false,
  isLegacyTriage: false,
  now,
  person: plainPerson([personId]),
  diagnosticSession: null,
};

interface Reader {
  readonly name: string;
  readonly subject: Subject;
  readonly context: ReadContext;
  readonly rows: readonly ContactDetailAttributes[];
}

const readers: readonly Reader[] = [
  { name: 'own', subject: officer, context, rows: rowsOf(() => 'housing') },
  {
    name: 'consents',
    subject: officer,
    context: { ...context, person: { ...plainPerson([personId]), consents } },
    rows: rowsOf((number) => (number % 10 === 0 ? 'housing' : fromOtherArea(number))),
  },
  {
    name: 'resident',
    subject: { ...officer, id: 'resident-1', kind: 'resident', actingArea: null, roles: [], purpose: 'RESIDENT_REQUEST', personId },
    context: { ...context, includeHistoric: true },
    rows: rowsOf((number) => (number % 10 === 0 ? 'housing' : fromOtherArea(number))),
  },
  {
    name: 'steward',
    subject: { ...officer, id: 'steward-1', kind: 'steward', roles: ['contact:read', 'contact:write', 'steward'] },
    context: { ...context, isLegacyTriage: true },
    rows: rowsOf((number) => (number % 2 === 0 ? null : number % 3 === 0 ? 'housing' : fromOtherArea(number))),
  },
];

/** How long something takes, in nanoseconds, as the median of some batches. */
const timeBatches = (run: () => void): number => {
  const durations: number[] = [];
  for (let batch = -warmUpBatches; batch < batches; batch += 1) {
    const startedAt = performance.now();
    run();
    if (batch >= 0) durations.push((performance.now() - startedAt) * 1_000_000);
  }
  return median(durations);
};

const measureReader = ({ name, subject, context: reading, rows }: Reader): DecideCost => {
  const compile = () => createDecide(subject, 'contact-detail.read', reading);
  const decide = compile();
  let visible = 0;
  let judged = 0;
  const perBatch = timeBatches(() => {
    for (let pass = 0; pass < passesPerBatch; pass += 1) {
      for (const row of rows) if (decide(row).outcome !== 'HIDDEN') visible += 1;
    }
    judged += passesPerBatch * rows.length;
  });
  const compiling = timeBatches(() => {
    for (let pass = 0; pass < passesPerBatch; pass += 1) compile();
  });
  return {
    name,
    nanosecondsPerRow: perBatch / (passesPerBatch * rows.length),
    compileMicroseconds: compiling / passesPerBatch / 1_000,
    visibleShare: visible / judged,
  };
};

/**
 * What the decision costs per row for subjects that were compiled once. All are measured one after the other in one process, twice, and
 * the second time counts: by then the program has seen every kind of row, as it has in a running platform.
 */
export const measureDecide = (): readonly DecideCost[] => {
  for (const reader of readers) measureReader(reader);
  return readers.map(measureReader);
};
