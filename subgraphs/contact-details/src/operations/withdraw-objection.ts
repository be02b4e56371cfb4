import { notFound, type SignedCall } from '@resident-graph/service-kit';
import type { WithdrawObjectionInput } from '../__generated__/schema-types.ts';
import { withdrawInRegister } from '../domain/change-consent-register.ts';
import type { Objection } from '../domain/consent.ts';
import { mayWithdrawObjection } from '../domain/consent-authority.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Ends an objection, for the area that captured it or the resident; doing it again changes nothing.
 * @throws InputError NOT_FOUND, the same for an absent objection and for somebody else's; AuthorityError FORBIDDEN (S4) outside a restriction
 */
export const withdrawObjection = async (
  parts: ConsentOperationParts,
  { id }: WithdrawObjectionInput,
  call: SignedCall,
): Promise<Objection> => {
  const { subject } = call;
  assertPermitted(subject, 'consent.capture');
  return writeRegister(parts, call, async () => {
    const found = await parts.store.findObjection(id);
    if (found === null || !mayWithdrawObjection(subject, found.objection)) throw notFound('objection');
    await assertNotRestricted(parts, found.register.personId, call);
    return withdrawInRegister(found.register, found.objection, circumstancesOf(parts, call));
  });
};
