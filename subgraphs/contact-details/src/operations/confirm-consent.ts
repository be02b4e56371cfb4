import { isResidentSpeaking } from '@resident-graph/policy';
import { AuthorityError, notFound, type SignedCall } from '@resident-graph/service-kit';
import type { ConfirmConsentInput } from '../__generated__/schema-types.ts';
import { confirmInRegister } from '../domain/change-consent-register.ts';
import type { Consent } from '../domain/consent.ts';
import { mayConfirmConsent, maySeeConsent } from '../domain/consent-authority.ts';
import { assertNotRestricted } from './assert-not-restricted.ts';
import { circumstancesOf } from './circumstances-of.ts';
import { assertPermitted, type ConsentOperationParts, writeRegister } from './consent-operation-parts.ts';

/**
 * Makes a recipient's consent count, by the resident for the own id alone; doing it again changes nothing (access-model.md W7a, W11).
 * @throws InputError NOT_FOUND, the same for an absent consent and for one that the caller may not see; AuthorityError FORBIDDEN for the
 * recipient, and (S4) outside a restriction
 */
export const confirmConsent = async (parts: ConsentOperationParts, { id }: ConfirmConsentInput, call: SignedCall): Promise<Consent> => {
  const { subject } = call;
  assertPermitted(subject, 'consent.capture');
  return writeRegister(parts, call, async () => {
    const found = await parts.store.findConsent(id);
    if (found === null || !maySeeConsent(subject, found.consent)) throw notFound('consent');
    await assertNotRestricted(parts, found.register.personId, call);
    if (!mayConfirmConsent(subject, found.consent)) {
      throw new AuthorityError('FORBIDDEN', 'Only the source area and the resident can confirm a consent.', { ruleId: 'N5' });
    }
    const { register, consent } = found;
    // A wrong merge must not let one resident open the details of another.
    const personIds = isResidentSpeaking(subject) ? [register.personId] : consent.personIds;
    return confirmInRegister(register, { consent, personIds }, circumstancesOf(parts, call));
  });
};
