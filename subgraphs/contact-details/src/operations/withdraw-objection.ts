import { isResidentSpeaking } from '@resident-graph/policy';
import { notFound, type SignedCall } from '@resident-graph/service-kit';
import type { WithdrawObjectionInput } from '../__generated__/schema-types.ts';
import { objectInRegister, withdrawInRegister } from '../domain/change-consent-register.ts';
import { type Objection, objectedIds } from '../domain/consent.ts';
import { mayWithdrawObjection } from '../domain/consent-authority.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Ends an objection, for the area that captured it or the resident; doing it again changes nothing. One that was captured while ids were
 * joined a resident ends for the own id alone (access-model.md W11).
 * @throws InputError NOT_FOUND, the same for an absent objection and for somebody else's; AuthorityError FORBIDDEN (S4) outside a restriction
 */
export const withdrawObjection = async (
  parts: ConsentOperationParts,
  { id }: WithdrawObjectionInput,
  call: SignedCall,
): Promise<Objection> => {
  const { subject } = call;
  assertPermitted(subject, 'consent.capture');
  const getObjection = async () => {
    const found = await parts.store.findObjection(id);
    if (found === null || !mayWithdrawObjection(subject, found.objection)) throw notFound('objection');
    await assertNotRestricted(parts, found.register.personId, call);
    return found;
  };
  if (isResidentSpeaking(subject)) await keepForOthers(parts, (await getObjection()).objection, call);
  return writeRegister(parts, call, async () => {
    const found = await getObjection();
    return withdrawInRegister(found.register, found.objection, circumstancesOf(parts, call));
  });
};

/** Records what a resident withdraws anew for the other ids that it covers, each in its own register, before it ends. */
const keepForOthers = async (parts: ConsentOperationParts, objection: Objection, call: SignedCall): Promise<void> => {
  const { personId, recipientArea, capturedByArea: area, withdrawal } = objection;
  if (withdrawal !== null) return;
  for (const other of objectedIds(objection).filter((each) => each !== personId)) {
    await writeRegister(parts, call, async () => {
      const register = await parts.store.getRegister(other);
      const entry = { recipientArea, area, personIds: [other], consents: register.consents };
      return objectInRegister(register, entry, circumstancesOf(parts, call));
    });
  }
};
