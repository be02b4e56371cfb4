import type { ConsentFacts, PersonFacts, ReadContext } from './read-context.ts';
import { hasRole, type Subject } from './subject.ts';

/** What a decision rests on, worked out once for a subject and a context: every row of the person is judged on it. */
export interface Ground {
  readonly subject: Subject;
  readonly context: ReadContext;
  /** Null without one. Whether it is an area that still acts, cap 1 asks of the row. */
  readonly actingArea: string | null;
  readonly isOutsideCompartment: boolean;
  readonly hasObjection: boolean;
  /** The active consents to the acting area, whatever their purpose. */
  readonly consents: readonly ConsentFacts[];
  /** Whether a consent was captured after every objection to the acting area that holds. */
  readonly isAfterObjections: (consent: ConsentFacts) => boolean;
}

/** Half-open: from `from` to before `until`. What cannot be read as an instant is in no interval. */
export const isWithin = (now: number, from: string, until: number): boolean => Date.parse(from) <= now && now < until;

const isActive = (consent: ConsentFacts, now: number): boolean =>
  !consent.isRevoked &&
  !consent.isPending &&
  consent.validUntil !== null &&
  isWithin(now, consent.validFrom, Date.parse(consent.validUntil));

const isInside = (subject: Subject, compartment: NonNullable<PersonFacts['restriction']>['compartment']): boolean =>
  compartment.some((entry) =>
    'subjectId' in entry
      ? entry.subjectId === subject.id
      : subject.actingArea !== null && entry.area === subject.actingArea && hasRole(subject, entry.role),
  );

/** Works out the ground of a subject's decisions in a context. */
export const createGround = (subject: Subject, context: ReadContext): Ground => {
  const { person, now } = context;
  const actingArea = subject.actingArea === '' ? null : subject.actingArea;
  const objections = (person?.objections ?? [])
    .filter(({ recipientArea, isWithdrawn }) => !isWithdrawn && recipientArea === actingArea)
    .map(({ capturedAt }) => Date.parse(capturedAt));
  return {
    subject,
    context,
    actingArea,
    isOutsideCompartment: person !== null && person.restriction !== null && !isInside(subject, person.restriction.compartment),
    hasObjection: objections.length > 0,
    consents: (person?.consents ?? []).filter((consent) => consent.recipientArea === actingArea && isActive(consent, now)),
    isAfterObjections: ({ capturedAt }) => objections.every((objectedAt) => Date.parse(capturedAt) > objectedAt),
  };
};
