import type { MutationResolvers } from '../__generated__/resolver-types.ts';
import { discloseConsent, discloseConsents } from './disclose-consents.ts';

/** The mutations of consents and objections. */
export const consentMutations = {
  captureConsent: async (_parent, { input }, context) => ({
    consent: discloseConsent(context, await context.consents.captureConsent(input, context)),
  }),
  confirmConsent: async (_parent, { input }, context) => ({
    consent: discloseConsent(context, await context.consents.confirmConsent(input, context)),
  }),
  revokeConsent: async (_parent, { input }, context) => ({
    consents: discloseConsents(context, await context.consents.revokeConsent(input, context)),
  }),
  recordObjection: async (_parent, { input }, context) => ({
    objection: discloseConsent(context, await context.consents.recordObjection(input, context)),
  }),
  withdrawObjection: async (_parent, { input }, context) => ({
    objection: discloseConsent(context, await context.consents.withdrawObjection(input, context)),
  }),
} satisfies MutationResolvers;
