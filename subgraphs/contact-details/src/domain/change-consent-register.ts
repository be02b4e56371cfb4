import type { ConsentEvent } from '@resident-graph/schema';
import { type IdempotencyMark, isFresh } from '@resident-graph/service-kit';
import type { ConsentMethod } from '../__generated__/schema-types.ts';
import type { Circumstances } from './circumstances.ts';
import type { Consent, ConsentRegister, ConsentTerms, Objection, RegisterChange } from './consent.ts';

const toEvent = (type: ConsentEvent['type'], of: Consent | Objection, { at, correlationId, newId }: Circumstances): ConsentEvent => ({
  id: newId(),
  type,
  entityId: of.id,
  version: of.version,
  at,
  correlationId,
  personId: of.personId,
  sourceArea: 'sourceArea' in of ? of.sourceArea : null,
  recipientArea: of.recipientArea,
});

/** What is captured, in whose name, and the mark of the call when it is idempotent. */
interface CaptureEntry {
  readonly terms: ConsentTerms;
  /** The ids of the person that are joined now. */
  readonly personIds: readonly string[];
  /** The area that captures; null for the resident. */
  readonly area: string | null;
  /** Whether the owning area, or the resident, has to confirm it. */
  readonly isPending: boolean;
  readonly idempotency: Omit<IdempotencyMark, 'resultId' | 'at'> | null;
}

/** The consent that new terms take the place of: an unrevoked one of the same person between the same areas; null without one. */
export const findSuperseded = ({ consents }: ConsentRegister, { supersedesId, sourceArea, recipientArea }: ConsentTerms): Consent | null =>
  consents.find(
    (consent) =>
      consent.id === supersedesId &&
      consent.sourceArea === sourceArea &&
      consent.recipientArea === recipientArea &&
      consent.revocation === null,
  ) ?? null;

/** Adds a consent to a register; the one that it supersedes is revoked in the same write. */
export const captureInRegister = (
  register: ConsentRegister,
  { terms, personIds, area, isPending, idempotency }: CaptureEntry,
  circumstances: Circumstances,
): RegisterChange<Consent> => {
  const { at, by, newId } = circumstances;
  const superseded = findSuperseded(register, terms);
  const others = superseded === null ? null : revokeInRegister(register, { which: [superseded.id], method: terms.method }, circumstances);
  const consent: Consent = {
    ...terms,
    id: newId(),
    personId: register.personId,
    personIds,
    capturedBy: by,
    capturedByArea: area,
    capturedAt: at,
    confirmation: null,
    revocation: null,
    pendingFor: isPending ? terms.sourceArea : null,
    version: 0,
  };
  const marks = register.idempotency.filter((mark) => isFresh(mark, Date.parse(at)));
  return {
    register: {
      ...register,
      consents: [...(others?.register ?? register).consents, consent],
      idempotency: idempotency === null ? marks : [...marks, { ...idempotency, resultId: consent.id, at }],
      version: register.version + 1,
    },
    changed: consent,
    events: [...(others?.events ?? []), toEvent('ConsentCaptured', consent, circumstances)],
  };
};

const unchanged = <Changed>(register: ConsentRegister, changed: Changed): RegisterChange<Changed> => ({ register, changed, events: [] });

/**
 * Makes a pending consent count, for no more ids than whoever confirms it speaks for; one that counts already, or was revoked, stays as it
 * is.
 */
export const confirmInRegister = (
  register: ConsentRegister,
  { consent, personIds }: { readonly consent: Consent; readonly personIds: readonly string[] },
  circumstances: Circumstances,
): RegisterChange<Consent> => {
  if (consent.pendingFor === null) return unchanged(register, consent);
  const { at, by } = circumstances;
  const confirmed: Consent = { ...consent, personIds, confirmation: { at, by }, pendingFor: null, version: consent.version + 1 };
  return {
    register: {
      ...register,
      consents: register.consents.map((other) => (other.id === consent.id ? confirmed : other)),
      version: register.version + 1,
    },
    changed: confirmed,
    events: [toEvent('ConsentConfirmed', confirmed, circumstances)],
  };
};

/** Ends consents, by id or all of them. The first revocation of each is kept. */
export const revokeInRegister = (
  register: ConsentRegister,
  { which, method }: { readonly which: readonly string[] | 'all'; readonly method: ConsentMethod | null },
  circumstances: Circumstances,
): RegisterChange<readonly Consent[]> => {
  const { at, by } = circumstances;
  const events: ConsentEvent[] = [];
  const isMeant = ({ id }: Consent): boolean => which === 'all' || which.includes(id);
  const consents = register.consents.map((consent) => {
    if (!isMeant(consent) || consent.revocation !== null) return consent;
    const revoked: Consent = { ...consent, revocation: { at, by, method }, pendingFor: null, version: consent.version + 1 };
    events.push(toEvent('ConsentRevoked', revoked, circumstances));
    return revoked;
  });
  const changed = consents.filter(isMeant);
  return events.length === 0
    ? unchanged(register, changed)
    : { register: { ...register, consents, version: register.version + 1 }, changed, events };
};

/** To what somebody objects, in whose name, and of whom. */
interface ObjectionEntry {
  readonly recipientArea: string | null;
  /** The area that captures; null for the resident. */
  readonly area: string | null;
  /** The ids of the person that are joined now. */
  readonly personIds: readonly string[];
  /** All consents of these ids, in whichever registers. */
  readonly consents: readonly Consent[];
}

/** Adds an objection to a register. */
export const objectInRegister = (
  register: ConsentRegister,
  { recipientArea, area, personIds, consents }: ObjectionEntry,
  circumstances: Circumstances,
): RegisterChange<Objection> => {
  const { at, by, newId } = circumstances;
  // Clocks of two processes differ: a consent that was there before must not look as if it were captured after the objection.
  const capturedAt = consents.reduce(
    (latest, consent) => (consent.recipientArea === recipientArea && latest < consent.capturedAt ? consent.capturedAt : latest),
    at,
  );
  const objection: Objection = {
    id: newId(),
    personId: register.personId,
    personIds,
    recipientArea,
    capturedBy: by,
    capturedByArea: area,
    capturedAt,
    withdrawal: null,
    version: 0,
  };
  return {
    register: { ...register, objections: [...register.objections, objection], version: register.version + 1 },
    changed: objection,
    events: [toEvent('ObjectionRecorded', objection, circumstances)],
  };
};

/** Ends an objection; one that was withdrawn stays as it is. */
export const withdrawInRegister = (
  register: ConsentRegister,
  objection: Objection,
  circumstances: Circumstances,
): RegisterChange<Objection> => {
  if (objection.withdrawal !== null) return unchanged(register, objection);
  const { at, by } = circumstances;
  const withdrawn: Objection = { ...objection, withdrawal: { at, by }, version: objection.version + 1 };
  return {
    register: {
      ...register,
      objections: register.objections.map((other) => (other.id === objection.id ? withdrawn : other)),
      version: register.version + 1,
    },
    changed: withdrawn,
    events: [toEvent('ObjectionWithdrawn', withdrawn, circumstances)],
  };
};
