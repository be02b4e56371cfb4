import { isResidentSpeaking, type Subject } from '@resident-graph/policy';
import type { Consent } from '../domain/consent.ts';
import { mayNameRowsOf } from '../domain/consent-authority.ts';
import type { ConsentOperationParts } from './consent-operation-parts.ts';

/**
 * Consents as a reader sees them: the ids that one names are shown to the owning area and to governance; anybody else sees those of rows
 * that they see. A resident does not see a consent that names nothing but what is kept from them. Source: access-model.md section 1,
 * "or learns that it exists".
 */
export const showConsents = async (
  { visible, now }: Pick<ConsentOperationParts, 'visible' | 'now'>,
  subject: Subject,
  consents: readonly Consent[],
): Promise<readonly Consent[]> => {
  const isResident = isResidentSpeaking(subject);
  const guarded = consents.filter((consent) => consent.contactDetailIds !== null && !mayNameRowsOf(subject, consent));
  if (guarded.length === 0) return consents;
  const named = guarded.flatMap(({ contactDetailIds }) => contactDetailIds ?? []);
  const rows = await visible.findById(named, { subject, includeHistoric: isResident, isLegacyTriage: false, now: now() });
  const seen = new Set(rows.map(({ detail }) => detail.id));
  return consents.flatMap((consent) => {
    if (!guarded.includes(consent)) return [consent];
    const contactDetailIds = (consent.contactDetailIds ?? []).filter((id) => seen.has(id));
    return isResident && contactDetailIds.length === 0 ? [] : [{ ...consent, contactDetailIds }];
  });
};
