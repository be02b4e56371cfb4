import { mayReadRecord } from '@resident-graph/policy';
import { isServiceArea } from '@resident-graph/schema';
import { notFound, ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { RecordObjectionInput } from '../__generated__/schema-types.ts';
import { objectInRegister } from '../domain/change-consent-register.ts';
import type { Objection } from '../domain/consent.ts';
import { isResidentSpeaking } from '../domain/consent-authority.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, assertPersonExists, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Records that a person objects to an area seeing details of others. While one that the same area, or the
 * resident, captured holds, it is answered and nothing is written; a second one beside another's does no harm (access-model.md section 4).
 * @throws InputError BAD_USER_INPUT with all problems, NOT_FOUND for an unknown person; AuthorityError FORBIDDEN (S4) outside a restriction
 */
export const recordObjection = async (parts: ConsentOperationParts, input: RecordObjectionInput, call: SignedCall): Promise<Objection> => {
  const { subject } = call;
  const { personId, recipientArea } = input;
  assertPermitted(subject, 'consent.capture');
  const problems = new ProblemCollector('input');
  if (personId.trim() === '' || personId.length > 100) problems.add('personId', 'INVALID_FORMAT', 'Expected the id of a person.');
  if (!isServiceArea(recipientArea)) problems.add('recipientArea', 'UNKNOWN_CODE', 'Expected a known service area.');
  problems.throwIfAny();
  if (!mayReadRecord(subject, personId)) throw notFound('person');
  await assertNotRestricted(parts, personId, call);
  await assertPersonExists(parts, personId, call);
  // Only one of the same hand spares another: what somebody else captured, somebody else may withdraw.
  const area = isResidentSpeaking(subject) ? null : subject.actingArea;
  const isOwnCapture = ({ capturedByArea }: Objection): boolean => capturedByArea === area;
  return writeRegister(parts, call, async () => {
    const register = await parts.store.getRegister(personId);
    const holding = register.objections.find(
      (objection) => objection.recipientArea === recipientArea && objection.withdrawal === null && isOwnCapture(objection),
    );
    if (holding !== undefined) return { register, changed: holding, events: [] };
    return objectInRegister(register, { recipientArea, area }, circumstancesOf(parts, call));
  });
};
