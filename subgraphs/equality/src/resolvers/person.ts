import type { PersonResolvers } from '../__generated__/resolver-types.ts';

/** What this subgraph adds to a person. */
export const person: PersonResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  equalityInformation: ({ id }, _args, { loaders }) => loaders.informationByTarget.load(id),
};
