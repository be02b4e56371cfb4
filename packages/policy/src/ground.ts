import { matchesCompartment } from './compartment.ts';
import { type ConsentFacts, type PersonFacts, plainPerson, type ReadContext } from './read-context.ts';
import type { Subject } from './subject.ts';

/** A consent that holds now, so that it has an end. */
export type ActiveConsent = ConsentFacts & { readonly validUntil: string };

/** What a decision rests on, worked out once for a subject and a context: every row of the person is judged on it. */
export interface Ground {
  readonly subject: Subject;
  readonly context: ReadContext;
  /** What is known of the person; of an unknown one nothing, not even an id. */
  readonly person: PersonFacts;
  /** Null without one. Whether it is an area that still acts, cap 1 asks of the row. */
  readonly actingArea: string | null;
  readonly isOutsideCompartment: boolean;
  readonly hasObjection: boolean;
  /** The active consents to the acting area, whatever their purpose. */
  readonly consents: readonly ActiveConsent[];
  /** Whether a consent was captured after every objection to the acting area that holds. */
  readonly isAfterObjections: (consent: ConsentFacts) => boolean;
}

/** Half-open: from `from` to before `until`. What cannot be read as an instant is in no interval. */
export const isWithin = (now: number, from: string, until: number): boolean => Date.parse(from) <= now && now < until;

const isActive = (consent: ConsentFacts, now: number): consent is ActiveConsent =>
  !consent.isRevoked &&
  !consent.isPending &&
  consent.validUntil !== null &&
  isWithin(now, consent.validFrom, Date.parse(consent.validUntil));

const nobody = plainPerson([]);

/** Works out the ground of a subject's decisions in a context. */
export const createGround = (subject: Subject, context: ReadContext): Ground => {
  const person = context.person ?? nobody;
  const actingArea = subject.actingArea === '' ? null : subject.actingArea;
  const objections = person.objections
    .filter(({ recipientArea, isWithdrawn }) => !isWithdrawn && recipientArea === actingArea)
    .map(({ capturedAt }) => Date.parse(capturedAt));
  return {
    subject,
    context,
    person,
    actingArea,
    isOutsideCompartment: person.restriction !== null && !matchesCompartment(subject, person.restriction.compartment),
    hasObjection: objections.length > 0,
    consents: person.consents.filter(
      (consent): consent is ActiveConsent => consent.recipientArea === actingArea && isActive(consent, context.now),
    ),
    isAfterObjections: ({ capturedAt }) => objections.every((objectedAt) => Date.parse(capturedAt) > objectedAt),
  };
};
