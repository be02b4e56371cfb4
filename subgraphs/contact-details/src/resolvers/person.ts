import type { PersonResolvers } from '../__generated__/resolver-types.ts';
import { ofTargetType } from '../domain/visible-contact-detail.ts';
import { newest } from '../loaders.ts';
import { personConsents } from './person-consents.ts';
import { personRestriction } from './restriction.ts';

/** What this subgraph adds to a person. */
export const person: PersonResolvers = {
  ...personConsents,
  ...personRestriction,
  __resolveReference: ({ id }) => ({ id }),
  contactDetails: async ({ id }, { includeHistoric }, { loaders }) =>
    newest(ofTargetType(await loaders.detailsByTarget(includeHistoric ?? false).load(id), 'PERSON')),
  contactDetailHistory: ({ id }, page, context) => context.reads.contactDetailHistory(id, page, context),
  preferredContact: ({ id }, args, context) => context.reads.preferredContact(id, args, context),
  contactPreference: ({ id }, _args, { loaders }) => loaders.preferenceByPerson.load(id),
};
