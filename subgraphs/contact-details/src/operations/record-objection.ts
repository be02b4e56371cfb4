import { isResidentSpeaking, mayReadRecord } from '@resident-graph/policy';
import { isServiceArea } from '@resident-graph/schema';
import { notFound, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { RecordObjectionInput } from '../__generated__/schema-types.ts';
import { objectInRegister } from '../domain/change-consent-register.ts';
import { emptyRegister, type Objection, objectedIds } from '../domain/consent.ts';
import { findGroup } from '../domain/person-groups.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, assertPersonExists, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Records that a person objects to an area seeing details of others, or to monitoring. While one that the same area, or the
 * resident, captured holds, it is answered and nothing is written; a second one beside another's does no harm (access-model.md section 4).
 * It holds for all ids of the person that are joined now, and goes on holding for each when they are parted.
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person; AuthorityError FORBIDDEN (S4) outside a restriction
 */
export const recordObjection = async (parts: ConsentOperationParts, input: RecordObjectionInput, call: SignedCall): Promise<Objection> => {
  const { subject } = call;
  const { personId, kind } = input;
  const recipientArea = input.recipientArea ?? null;
  assertPermitted(subject, 'consent.capture');
  const problems = new ProblemCollector('input');
  if (personId.trim() === '' || personId.length > 100) problems.add('personId', 'INVALID_FORMAT', 'Expected the id of a person.');
  if (kind === 'RECIPIENT_AREA' && (recipientArea === null || !isServiceArea(recipientArea))) {
    problems.add('recipientArea', 'UNKNOWN_CODE', 'Expected a known service area.');
  }
  if (kind === 'MONITORING' && recipientArea !== null) {
    problems.add('recipientArea', 'CONTRADICTION', 'Expected no area: an objection to monitoring concerns all of them.');
  }
  problems.throwIfAny();
  if (!mayReadRecord(subject, personId)) throw notFound('person');
  await assertNotRestricted(parts, personId, call);
  await assertPersonExists(parts, personId, call);
  // Only one of the same hand spares another: what somebody else captured, somebody else may withdraw.
  const area = isResidentSpeaking(subject) ? null : subject.actingArea;
  const isOwnCapture = ({ capturedByArea }: Objection): boolean => capturedByArea === area;
  const { personIds, survivorId } = await findGroup(parts, personId, call);
  return writeRegister(parts, call, async () => {
    const registers = await parts.store.getRegisters(personIds);
    const register = registers.find((one) => one.personId === survivorId) ?? emptyRegister(survivorId);
    const holding = register.objections.find(
      (objection) =>
        objection.recipientArea === recipientArea &&
        objection.withdrawal === null &&
        isOwnCapture(objection) &&
        personIds.every((id) => objectedIds(objection).includes(id)),
    );
    if (holding !== undefined) return { register, changed: holding, events: [] };
    const consents = registers.flatMap((one) => one.consents);
    return objectInRegister(register, { recipientArea, area, personIds, consents }, circumstancesOf(parts, call));
  });
};
