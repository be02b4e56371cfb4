import type { QueryResolvers } from '../__generated__/resolver-types.ts';

/** The queries about consents and objections. */
export const consentQueries = {
  consents: (_parent, { personId }, context) => context.consents.consentsOf(personId, context),
  objections: (_parent, { personId }, context) => context.consents.objectionsOf(personId, context),
  consentsToConfirm: (_parent, page, context) => context.consents.consentsToConfirm(page, context),
} satisfies QueryResolvers;
