import type { PersonResolvers } from '../__generated__/resolver-types.ts';

/** A person's consents and objections. */
export const personConsents = {
  consents: ({ id }, _args, context) => context.consents.consentsOf(id, context),
  objections: ({ id }, _args, context) => context.consents.objectionsOf(id, context),
} satisfies PersonResolvers;
