import type { PersonResolvers } from '../__generated__/resolver-types.ts';
import { showInformation } from './show-information.ts';

/** What this subgraph adds to a person. */
export const person: PersonResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  equalityInformation: async (...[{ id }, , context, info]) =>
    showInformation(context, await context.loaders.informationByTarget.load(id), info),
};
