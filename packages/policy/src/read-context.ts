import type { Purpose, ServiceArea } from '@resident-graph/schema';
import type { Role } from './subject.ts';

/** A permission of a person that another area sees details; access-model.md section 4. Instants are ISO 8601 in UTC. */
export interface ConsentFacts {
  readonly id: string;
  /** The ids of the person that were joined when it was recorded; a later merge does not widen it. */
  readonly personIds: readonly string[];
  readonly sourceArea: ServiceArea;
  readonly recipientArea: ServiceArea;
  readonly purpose: Purpose;
  readonly scope: { readonly types: readonly string[] } | { readonly contactDetailIds: readonly string[] };
  /** The server's time; decides alone whether it is later than an objection. */
  readonly capturedAt: string;
  readonly validFrom: string;
  /** A consent without an end is not active. */
  readonly validUntil: string | null;
  /** A recorded revocation counts at once, whatever its own time stamp. */
  readonly isRevoked: boolean;
  /** Captured by the recipient and not confirmed yet: counts as none. */
  readonly isPending: boolean;
}

/** A person's no to a recipient, whatever area recorded the details. Holds until withdrawn. */
export interface ObjectionFacts {
  readonly recipientArea: ServiceArea;
  readonly capturedAt: string;
  readonly isWithdrawn: boolean;
}

/** An emergency opening of one person's details; access-model.md section 9. */
export interface BreakGlassFacts {
  readonly id: string;
  /** The ids of the person that were joined when it started. */
  readonly personIds: readonly string[];
  /** The area in which it was started. */
  readonly area: ServiceArea;
  /** Id of the one subject whom it serves. */
  readonly startedBy: string;
  readonly startedAt: string;
  /** Null unless ended early. */
  readonly endedAt: string | null;
  /** Id of the second approver; null without one. */
  readonly approvedBy: string | null;
}

/** Who is inside a restriction: an area's holders of a role, or one subject. */
export type CompartmentEntry = { readonly area: ServiceArea; readonly role: Role } | { readonly subjectId: string };

/** What is known of the person that rows belong to. */
export interface PersonFacts {
  /** All ids of the joined person, the survivor first. */
  readonly personIds: readonly string[];
  /** Null unless the person is restricted; then who is inside. */
  readonly restriction: { readonly compartment: readonly CompartmentEntry[] } | null;
  readonly consents: readonly ConsentFacts[];
  readonly objections: readonly ObjectionFacts[];
  readonly breakGlass: readonly BreakGlassFacts[];
}

/** Support's hour with one area's rows; access-model.md section 12. */
export interface DiagnosticSession {
  readonly caseReference: string;
  readonly area: ServiceArea | null;
  readonly startedAt: string;
}

/** What a decision rests on besides subject and row. */
export interface ReadContext {
  /** Whether historic rows were asked for. */
  readonly includeHistoric: boolean;
  /** Whether the read is legacy triage. */
  readonly isLegacyTriage: boolean;
  /** The injected clock, milliseconds since 1970. */
  readonly now: number;
  /** The person whose rows are judged; null hides every row of a person, because restrictions are not known. */
  readonly person: PersonFacts | null;
  /** Support's open session; null without one. */
  readonly diagnosticSession: DiagnosticSession | null;
}

/** A person of whom nothing is recorded that bears on access. */
export const plainPerson = (personIds: readonly string[]): PersonFacts => ({
  personIds,
  restriction: null,
  consents: [],
  objections: [],
  breakGlass: [],
});
