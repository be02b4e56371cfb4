import { mayReadRecord } from '@resident-graph/policy';
import { badUserInput, type SignedCall } from '@resident-graph/service-kit';
import type { RevokeConsentInput } from '../__generated__/schema-types.ts';
import { revokeInRegister } from '../domain/change-consent-register.ts';
import { type Consent, type ConsentRegister, emptyRegister, type RegisterChange } from '../domain/consent.ts';
import { maySeeConsent } from '../domain/consent-authority.ts';
import { findGroup } from '../domain/person-groups.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';
import { newestFirst } from './order-of-capture.ts';
import { showConsents } from './show-consents.ts';

/** Which consents are meant: one by id, or all of a person. */
const readTarget = ({ id, personId }: RevokeConsentInput): { readonly id: string } | { readonly personId: string } => {
  if (id != null && personId == null) return { id };
  if (id == null && personId != null) return { personId };
  const code = id == null ? 'REQUIRED' : 'CONTRADICTION';
  throw badUserInput([{ path: 'input', code, message: 'Expected exactly one of `id` and `personId`.' }]);
};

/**
 * Ends one consent, or all of a person under whichever of the joined ids, at once; doing it again changes nothing and keeps the first revocation. Whoever speaks with the
 * person may, also where they do not see the consent; a resident ends own ones only. Answers those meant that the caller may see, newest
 * first: nothing tells an absent consent from a hidden one (access-model.md section 4, W8).
 * @throws InputError BAD_USER_INPUT unless exactly one of `id` and `personId` is given
 */
export const revokeConsent = async (
  parts: ConsentOperationParts,
  input: RevokeConsentInput,
  call: SignedCall,
): Promise<readonly Consent[]> => {
  const { subject } = call;
  assertPermitted(subject, 'consent.revoke');
  const target = readTarget(input);
  const method = input.method ?? null;
  const revokeIn = (findRegister: () => Promise<ConsentRegister | null>, which: readonly string[] | 'all'): Promise<readonly Consent[]> =>
    writeRegister(parts, call, async (): Promise<RegisterChange<readonly Consent[]>> => {
      const register = await findRegister();
      if (register === null || !mayReadRecord(subject, register.personId)) return { register: emptyRegister(''), changed: [], events: [] };
      return revokeInRegister(register, { which, method }, circumstancesOf(parts, call));
    });
  const revoked: Consent[] = [];
  if ('id' in target) {
    revoked.push(...(await revokeIn(async () => (await parts.store.findConsent(target.id))?.register ?? null, [target.id])));
  } else {
    const { personIds } = await findGroup(parts, target.personId, call);
    for (const personId of personIds) revoked.push(...(await revokeIn(() => parts.store.getRegister(personId), 'all')));
  }
  const seen = revoked.filter((consent) => maySeeConsent(subject, consent));
  return showConsents(parts, subject, newestFirst(seen));
};
