import { type ConsentFacts, type PersonFacts, plainPerson, type Role, roles, type Subject, sensitivities } from '@resident-graph/policy';
import { purposes, serviceAreas, subjectKinds } from '@resident-graph/schema';
import fc from 'fast-check';
import { type BookSketch, bookId, type DetailSketch } from './contact-books.ts';

/** The instant of all decisions. */
export const now = Date.parse('2026-03-10T09:30:00.000Z');

const instants = fc.constantFrom('2026-03-01T00:00:00.000Z', '2026-03-10T09:30:00.000Z', '2026-03-20T00:00:00.000Z');
const targets = ['t1', 't2', 't3'] as const;
const areas = fc.constantFrom(...serviceAreas.slice(0, 3));
const bookAreas = fc.oneof(
  { weight: 8, arbitrary: areas },
  { weight: 2, arbitrary: fc.constantFrom(null, 'welfare-rights', 'fisheries', 'Housing') },
);

const sketches: fc.Arbitrary<Omit<DetailSketch, 'id'>> = fc.record({
  contactType: fc.constantFrom('PHONE', 'EMAIL', 'ADDRESS'),
  subType: fc.oneof({ weight: 9, arbitrary: fc.constant('OTHER') }, { weight: 1, arbitrary: fc.constant('EMERGENCY_CONTACT') }),
  isActive: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  sensitivity: fc.oneof(
    { weight: 3, arbitrary: fc.constant(sensitivities[0]) },
    { weight: 1, arbitrary: fc.constantFrom(...sensitivities) },
  ),
  relation: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('CARER', 'NEXT_OF_KIN') }),
  hasThirdPartyAgreed: fc.boolean(),
  isProcessingRestricted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isWithheldFromSubject: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isPublic: fc.boolean(),
});

/** Books of a few targets, one for each target and area as in the store. */
export const corpora = fc.uniqueArray(
  fc.record({
    targetId: fc.constantFrom(...targets),
    targetType: fc.constantFrom('PERSON', 'PERSON', 'ORGANISATION'),
    area: bookAreas,
    rows: fc.array(sketches, { maxLength: 4 }),
  }),
  { maxLength: 8, selector: bookId },
);
type Corpus = typeof corpora extends fc.Arbitrary<infer Value> ? Value : never;

const consents: fc.Arbitrary<Omit<ConsentFacts, 'personIds'>> = fc.record({
  id: fc.constantFrom('c1', 'c2', 'c3'),
  sourceArea: areas,
  recipientArea: areas,
  purpose: fc.constantFrom(...purposes.slice(0, 2)),
  scope: fc.oneof(
    fc.subarray(['PHONE', 'EMAIL', 'ADDRESS'], { minLength: 1 }).map((types) => ({ types })),
    fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }).map((places) => ({ contactDetailIds: places.map(String) })),
  ),
  capturedAt: instants,
  validFrom: instants,
  validUntil: fc.oneof(
    { weight: 5, arbitrary: fc.constant('2026-12-31T00:00:00.000Z') },
    { weight: 1, arbitrary: fc.constantFrom(null, '2026-03-10T09:30:00.000Z') },
  ),
  isRevoked: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isPending: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const factSketches = fc.record({
  isRestricted: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  compartment: fc.array(fc.constantFrom({ subjectId: 'subject-1' }, { area: 'housing', role: 'safeguarding' as const }), { maxLength: 1 }),
  consents: fc.array(consents, { maxLength: 3 }),
  objections: fc.array(fc.record({ recipientArea: areas, capturedAt: instants, isWithdrawn: fc.boolean() }), { maxLength: 1 }),
  breakGlass: fc.array(
    fc.record({
      area: areas,
      startedBy: fc.constantFrom('subject-1', 'subject-2'),
      startedAt: fc.constantFrom('2026-03-10T09:10:00.000Z', '2026-03-10T08:10:00.000Z'),
      endedAt: fc.constant(null),
      approvedBy: fc.constantFrom(null, 'subject-1', 'subject-2'),
    }),
    { maxLength: 1 },
  ),
});

/** What is recorded of the three targets; a target without anything is missing, as in the store. */
export const knowledge = fc.record({ t1: fc.option(factSketches), t2: fc.option(factSketches), t3: fc.option(factSketches) });
type Knowledge = typeof knowledge extends fc.Arbitrary<infer Value> ? Value : never;

export const subjects: fc.Arbitrary<Subject> = fc
  .record({
    id: fc.constant('subject-1'),
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('officer', 'officer', 'service', 'steward') },
      { weight: 2, arbitrary: fc.constant('resident') },
      { weight: 1, arbitrary: fc.constantFrom(...subjectKinds) },
    ),
    actingArea: fc.oneof({ weight: 8, arbitrary: areas }, { weight: 1, arbitrary: fc.constantFrom(null, 'fisheries', 'welfare-rights') }),
    roles: fc.oneof(
      { weight: 3, arbitrary: fc.subarray<Role>([...roles]).map((some) => [...new Set<Role>([...some, 'contact:read'])]) },
      { weight: 1, arbitrary: fc.subarray<Role>([...roles]) },
    ),
    purpose: fc.constantFrom(...purposes.slice(0, 2)),
    caseReference: fc.constantFrom(null, 'CASE-1'),
  })
  .map((subject) => ({ ...subject, personId: subject.kind === 'resident' ? 't1' : null, teams: [], onBehalfOf: null }));

/** Names of one run, so that all runs share one database. */
export interface Run {
  readonly books: readonly BookSketch[];
  readonly facts: ReadonlyMap<string, PersonFacts>;
  readonly targetIds: readonly string[];
  readonly subject: Subject;
}

/** Gives the targets and rows of a run names of their own. */
export const toRun = (run: number, corpus: Corpus, sketch: Knowledge, subject: Subject): Run => {
  const targetOf = (target: string): string => `run-${run}-${target}`;
  const detailOf = (place: number, index: number): string => `run-${run}-detail-${place}-${index}`;
  const allIds = corpus.flatMap(({ rows }, place) => rows.map((_row, index) => detailOf(place, index)));
  const factsOf = (target: string, facts: NonNullable<Knowledge['t1']>): PersonFacts => ({
    ...plainPerson([targetOf(target)]),
    restriction: facts.isRestricted ? { compartment: facts.compartment } : null,
    consents: facts.consents.map((consent) => ({
      ...consent,
      personIds: [targetOf(target)],
      scope:
        'types' in consent.scope
          ? consent.scope
          : { contactDetailIds: consent.scope.contactDetailIds.map((place) => allIds[Number(place)] ?? 'none') },
    })),
    objections: facts.objections,
    breakGlass: facts.breakGlass.map((event) => ({ ...event, id: 'b1', personIds: [targetOf(target)] })),
  });
  return {
    books: corpus.map(({ rows, targetId, targetType, area }, place) => ({
      targetType,
      area,
      targetId: targetOf(targetId),
      details: rows.map((row, index) => ({ ...row, id: detailOf(place, index) })),
    })),
    facts: new Map(
      Object.entries(sketch).flatMap(([target, facts]) => (facts === null ? [] : [[targetOf(target), factsOf(target, facts)] as const])),
    ),
    targetIds: targets.map(targetOf),
    subject: subject.personId === null ? subject : { ...subject, personId: targetOf(subject.personId) },
  };
};
