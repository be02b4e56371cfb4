import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { discloseConsents } from './disclose-consents.ts';

/** The queries about consents and objections. */
export const consentQueries = {
  consents: async (_parent, { personId }, context) => discloseConsents(context, await context.consents.consentsOf(personId, context)),
  objections: async (_parent, { personId }, context) => discloseConsents(context, await context.consents.objectionsOf(personId, context)),
  consentsToConfirm: async (_parent, page, context) => {
    const connection = await context.consents.consentsToConfirm(page, context);
    discloseConsents(
      context,
      connection.edges.map(({ node }) => node),
    );
    return connection;
  },
} satisfies QueryResolvers;
