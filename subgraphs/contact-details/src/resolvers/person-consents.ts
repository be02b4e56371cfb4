import type { PersonResolvers } from '../__generated__/resolver-types.ts';
import { discloseConsents } from './disclose-consents.ts';

/** A person's consents and objections. */
export const personConsents = {
  consents: async ({ id }, _args, context) => discloseConsents(context, await context.consents.consentsOf(id, context)),
  objections: async ({ id }, _args, context) => discloseConsents(context, await context.consents.objectionsOf(id, context)),
} satisfies PersonResolvers;
