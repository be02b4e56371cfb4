import type { PersonResolvers } from '../__generated__/resolver-types.ts';
import { newest } from '../loaders.ts';

/** What this subgraph adds to a person. */
export const person: PersonResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  contactDetails: async ({ id }, { includeHistoric }, { loaders }) =>
    newest(await loaders.detailsByTarget(includeHistoric ?? false).load(id)),
};
