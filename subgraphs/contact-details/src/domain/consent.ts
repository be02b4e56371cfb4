import type { ConsentFacts, PersonFacts } from '@resident-graph/policy';
import type { ConsentEvent } from '@resident-graph/schema';
import type { IdempotencyMark } from '@resident-graph/service-kit';
import type { ConsentGrantor, ConsentMethod, ConsentStatus, ContactType, Purpose } from '../__generated__/schema-types.ts';

/** What a consent says. Exactly one of `types` and `contactDetailIds` is not null. Source: access-model.md section 4. */
export interface ConsentTerms {
  readonly types: readonly ContactType[] | null;
  readonly contactDetailIds: readonly string[] | null;
  readonly sourceArea: string;
  readonly recipientArea: string;
  readonly purpose: Purpose;
  readonly grantedBy: ConsentGrantor;
  /** Null when the person gave it. */
  readonly authority: string | null;
  readonly method: ConsentMethod;
  readonly noticeId: string;
  readonly noticeVersion: string;
  /** Of the text as it was shown, in hexadecimal; the text is not kept. */
  readonly noticeTextSha256: string;
  /** ISO 639-1 or 639-3. */
  readonly language: string;
  /** The instant from which it holds. */
  readonly validFrom: string;
  /** The instant from which it no longer holds. */
  readonly validUntil: string;
  readonly evidenceRef: string;
  readonly supersedesId: string | null;
}

/** A person's permission that one area sees details of another: how it was captured and what became of it. Nothing of it is ever changed. */
export interface Consent extends ConsentTerms {
  readonly id: string;
  readonly personId: string;
  /** The ids of the person that were joined when it was captured; a later merge does not widen it. */
  readonly personIds: readonly string[];
  /** Id of the subject that captured it. */
  readonly capturedBy: string;
  /** Null when the resident did. */
  readonly capturedByArea: string | null;
  /** The server's time. */
  readonly capturedAt: string;
  /** Null unless a recipient captured it and it was confirmed. */
  readonly confirmation: { readonly at: string; readonly by: string } | null;
  readonly revocation: { readonly at: string; readonly by: string; readonly method: ConsentMethod | null } | null;
  /** The source area while it waits for it to confirm, else null: what the queue is found by. */
  readonly pendingFor: string | null;
  /** The number of changes since it was captured. */
  readonly version: number;
}

/**
 * A person's no to an area seeing details of others, whatever area recorded them, or to monitoring: their equality answers are then not
 * counted. Holds until withdrawn.
 */
export interface Objection {
  readonly id: string;
  readonly personId: string;
  /**
   * The ids of the person that were joined when it was captured, for which it holds also when they are parted again; a later merge does not
   * widen it. Left out in older ones, which hold for their person.
   */
  readonly personIds?: readonly string[];
  /** Null for an objection to monitoring. */
  readonly recipientArea: string | null;
  readonly capturedBy: string;
  /** Null when the resident did. */
  readonly capturedByArea: string | null;
  readonly capturedAt: string;
  readonly withdrawal: { readonly at: string; readonly by: string } | null;
  readonly version: number;
}

/** All consents and objections of a person, one document: what must hold at once stands in one place. */
export interface ConsentRegister {
  readonly personId: string;
  /** Oldest first. */
  readonly consents: readonly Consent[];
  /** Oldest first. */
  readonly objections: readonly Objection[];
  readonly idempotency: readonly IdempotencyMark[];
  readonly version: number;
}

/** A changed register, what changed in it, and the events that tell of it; without events nothing changed. */
export interface RegisterChange<Changed> {
  readonly register: ConsentRegister;
  readonly changed: Changed;
  readonly events: readonly ConsentEvent[];
}

/** The register of a person of whom nothing is recorded. */
export const emptyRegister = (personId: string): ConsentRegister => ({
  personId,
  consents: [],
  objections: [],
  idempotency: [],
  version: -1,
});

/**
 * What a consent is worth at an instant. A recorded revocation counts at once, whatever its own time; what ended while it was pending
 * has expired. Source: access-model.md section 4.
 */
export const consentStatus = (consent: Consent, now: number): ConsentStatus => {
  if (consent.revocation !== null) return 'REVOKED';
  if (now >= Date.parse(consent.validUntil)) return 'EXPIRED';
  if (consent.pendingFor !== null) return 'PENDING';
  return now < Date.parse(consent.validFrom) ? 'NOT_YET_VALID' : 'ACTIVE';
};

const toConsentFacts = (consent: Consent): ConsentFacts => ({
  id: consent.id,
  personIds: consent.personIds,
  sourceArea: consent.sourceArea,
  recipientArea: consent.recipientArea,
  purpose: consent.purpose,
  scope: consent.contactDetailIds === null ? { types: consent.types ?? [] } : { contactDetailIds: consent.contactDetailIds },
  capturedAt: consent.capturedAt,
  validFrom: consent.validFrom,
  validUntil: consent.validUntil,
  isRevoked: consent.revocation !== null,
  isPending: consent.pendingFor !== null,
});

/** The ids for which an objection holds. */
export const objectedIds = ({ personId, personIds }: Objection): readonly string[] => personIds ?? [personId];

/** The ids of those who object to their equality answers being counted. Source: access-model.md section 8. */
export const monitoringObjectedIds = ({ objections }: Pick<ConsentRegister, 'objections'>): readonly string[] =>
  objections.filter(({ recipientArea, withdrawal }) => recipientArea === null && withdrawal === null).flatMap(objectedIds);

const toObjectionFacts = ({ recipientArea, capturedAt, withdrawal }: Objection): PersonFacts['objections'] =>
  // One to monitoring concerns no recipient, so no row is decided by it.
  recipientArea === null ? [] : [{ recipientArea, capturedAt, isWithdrawn: withdrawal !== null }];

/**
 * What decisions about a person's rows rest on, from the registers that name the person: the person's consents, and whatever objections
 * hold for this id. Restriction and break-glass are recorded elsewhere.
 */
export const toPersonFacts = (
  personId: string,
  registers: readonly Pick<ConsentRegister, 'personId' | 'consents' | 'objections'>[],
): PersonFacts => ({
  personIds: [personId],
  restriction: null,
  consents: registers.filter((register) => register.personId === personId).flatMap(({ consents }) => consents.map(toConsentFacts)),
  objections: registers.flatMap(({ objections }) =>
    objections.filter((objection) => objectedIds(objection).includes(personId)).flatMap(toObjectionFacts),
  ),
  breakGlass: [],
});
