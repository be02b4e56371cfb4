import type { MutationResolvers } from '../__generated__/resolver-types.ts';

/** The mutations of consents and objections. */
export const consentMutations = {
  captureConsent: async (_parent, { input }, context) => ({ consent: await context.consents.captureConsent(input, context) }),
  confirmConsent: async (_parent, { input }, context) => ({ consent: await context.consents.confirmConsent(input, context) }),
  revokeConsent: async (_parent, { input }, context) => ({ consents: await context.consents.revokeConsent(input, context) }),
  recordObjection: async (_parent, { input }, context) => ({ objection: await context.consents.recordObjection(input, context) }),
  withdrawObjection: async (_parent, { input }, context) => ({ objection: await context.consents.withdrawObjection(input, context) }),
} satisfies MutationResolvers;
