import { isResidentSpeaking, isThirdParty, mayReadRecord } from '@resident-graph/policy';
import {
  AuthorityError,
  assertSameInput,
  type IdempotencyMark,
  isFresh,
  notFound,
  outsideCompartment,
  ProblemCollector,
  type SignedCall,
} from '@resident-graph/service-kit';
import type { CaptureConsentInput } from '../__generated__/schema-types.ts';
import { captureInRegister, findSuperseded, revokeInRegister } from '../domain/change-consent-register.ts';
import { type Consent, type ConsentRegister, type ConsentTerms, emptyRegister } from '../domain/consent.ts';
import { captureCapacity } from '../domain/consent-authority.ts';
import { findGroup } from '../domain/person-groups.ts';
import { readConsent } from '../domain/read-consent.ts';
import { findBarred } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, assertPersonExists, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Records a consent: for the area whose details are shared, or for the resident, it counts at once; for the recipient it waits until one
 * of them confirms it (access-model.md section 4, W7). It covers the ids of the person that are joined now and stands in the survivor's
 * register (W11).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person, IDEMPOTENCY_KEY_REUSED; AuthorityError FORBIDDEN
 * for an area that is neither source nor recipient, and (S4) outside a restriction
 */
export const captureConsent = async (parts: ConsentOperationParts, input: CaptureConsentInput, call: SignedCall): Promise<Consent> => {
  const { subject } = call;
  const { personId } = input;
  assertPermitted(subject, 'consent.capture');
  const capacity = captureCapacity(subject, input);
  if (capacity === null) {
    throw new AuthorityError('FORBIDDEN', 'Only the source area, the recipient area and the resident can capture a consent.', {
      ruleId: 'N2',
    });
  }
  const circumstances = circumstancesOf(parts, call);
  const now = Date.parse(circumstances.at);
  const idempotency = parts.readIdempotency({ subject, mutation: 'captureConsent', key: input.idempotencyKey, input });
  // What was true of the first call need not be any more: a repeated one is answered before it is judged.
  const marked = idempotency === null ? [] : await parts.store.findMarked(idempotency.scope);
  const earlier = marked.map((register) => findEarlier(register, idempotency, now)).find((consent) => consent !== null);
  if (earlier != null) return earlier;

  const problems = new ProblemCollector('input');
  const terms = readConsent(input, { capacity, isResident: isResidentSpeaking(subject), now }, problems);
  if (personId.trim() === '' || personId.length > 100) problems.add('personId', 'INVALID_FORMAT', 'Expected the id of a person.');
  if (!mayReadRecord(subject, personId)) {
    problems.throwIfAny();
    throw notFound('person');
  }
  if ((await findBarred(parts, [personId], call)).has(personId)) {
    problems.throwIfAny();
    throw outsideCompartment();
  }
  const { personIds, survivorId } = await findGroup(parts, personId, call);
  if (capacity !== 'RECIPIENT') await checkNamedRows({ parts, call, problems }, personIds, terms);
  noteSuperseded(await parts.store.getRegisters(personIds), terms, problems);
  problems.throwIfAny();
  await assertPersonExists(parts, personId, call);

  const area = isResidentSpeaking(subject) ? null : subject.actingArea;
  const entry = { terms, personIds, area, isPending: capacity === 'RECIPIENT', idempotency };
  const isRevokedElsewhere = await revokeElsewhere(parts, { personIds: personIds.filter((id) => id !== survivorId), terms, call });
  return writeRegister(parts, call, async () => {
    const register = await parts.store.getRegister(survivorId);
    const changed = findEarlier(register, idempotency, now);
    if (changed !== null) return { register, changed, events: [] };
    if (!isRevokedElsewhere) noteSuperseded([register], terms, problems);
    problems.throwIfAny();
    return captureInRegister(register, entry, circumstances);
  });
};

/**
 * Revokes what a consent supersedes where it stands in the register of another id of the person, before the new one is written: what is
 * interrupted between the two leaves less open, never more. Answers whether there was one.
 */
const revokeElsewhere = async (
  parts: ConsentOperationParts,
  { personIds, terms, call }: { readonly personIds: readonly string[]; readonly terms: ConsentTerms; readonly call: SignedCall },
): Promise<boolean> => {
  if (terms.supersedesId === null || personIds.length === 0) return false;
  const revoked = await writeRegister<readonly Consent[]>(parts, call, async () => {
    const registers = await parts.store.getRegisters(personIds);
    const register = registers.find((one) => findSuperseded(one, terms) !== null);
    const superseded = register === undefined ? null : findSuperseded(register, terms);
    if (register === undefined || superseded === null) return { register: emptyRegister(''), changed: [], events: [] };
    return revokeInRegister(register, { which: [superseded.id], method: terms.method }, circumstancesOf(parts, call));
  });
  return revoked.length > 0;
};

/** The consent that the same call has captured before; null when there is none. */
const findEarlier = (
  register: ConsentRegister,
  idempotency: Omit<IdempotencyMark, 'resultId' | 'at'> | null,
  now: number,
): Consent | null => {
  const mark = register.idempotency.find((candidate) => candidate.scope === idempotency?.scope && isFresh(candidate, now));
  if (mark === undefined || idempotency === null) return null;
  assertSameInput(mark, idempotency.inputDigest);
  return register.consents.find(({ id }) => id === mark.resultId) ?? null;
};

interface Checking {
  readonly parts: ConsentOperationParts;
  readonly call: SignedCall;
  readonly problems: ProblemCollector;
}

/** Names only rows that the caller sees in full; absent, hidden, masked, historic and other areas' rows are all the same. */
const checkNamedRows = async (
  { parts, call, problems }: Checking,
  personIds: readonly string[],
  { contactDetailIds, sourceArea, grantedBy }: ConsentTerms,
): Promise<void> => {
  // What is wrong already may be anything, thousands of ids too.
  if (contactDetailIds === null || problems.problems.some(({ path }) => path === 'input.contactDetailIds')) return;
  const reading = { subject: call.subject, includeHistoric: false, isLegacyTriage: false, now: parts.now() };
  const rows = await parts.visible.findById(contactDetailIds, reading);
  const nameable = new Map(
    rows
      .filter(
        ({ detail, decision }) =>
          detail.targetType === 'PERSON' &&
          personIds.includes(detail.targetId) &&
          detail.area === sourceArea &&
          detail.isActive &&
          decision.outcome === 'FULL',
      )
      .map(({ detail }) => [detail.id, detail]),
  );
  for (const [index, id] of contactDetailIds.entries()) {
    const detail = nameable.get(id);
    if (detail === undefined) {
      problems.add(`contactDetailIds.${index}`, 'NOT_FOUND', 'Expected a current contact detail of the person in the source area.');
    } else if (detail.isWithheldFromSubject && grantedBy === 'SELF') {
      problems.add(
        `contactDetailIds.${index}`,
        'CONTRADICTION',
        'Expected a contact detail that the person knows of; this one is withheld from them.',
      );
    } else if (isThirdParty(detail) && !detail.hasThirdPartyAgreed) {
      problems.add(
        `contactDetailIds.${index}`,
        'CONTRADICTION',
        "Expected a third party's contact detail only after the third party has agreed; record the agreement first.",
      );
    }
  }
};

const noteSuperseded = (registers: readonly ConsentRegister[], terms: ConsentTerms, problems: ProblemCollector): void => {
  if (terms.supersedesId === null || registers.some((register) => findSuperseded(register, terms) !== null)) return;
  problems.add('supersedesId', 'NOT_FOUND', 'Expected a consent of the person between the same areas that was not revoked.');
};
