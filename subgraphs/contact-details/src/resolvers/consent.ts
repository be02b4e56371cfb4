import type { ConsentResolvers } from '../__generated__/resolver-types.ts';
import { consentStatus } from '../domain/consent.ts';

/** A consent as the graph shows it. */
export const consent: ConsentResolvers = {
  status: (parent, _args, { now }) => consentStatus(parent, now()),
  confirmedAt: ({ confirmation }) => confirmation?.at ?? null,
  revokedAt: ({ revocation }) => revocation?.at ?? null,
};
