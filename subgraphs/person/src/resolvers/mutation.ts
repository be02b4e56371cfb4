import type { MutationResolvers } from '../__generated__/resolver-types.ts';
import { identificationMutations } from './identification.ts';
import { linkMutations } from './links.ts';
import { mergeMutations } from './merge.ts';

export const mutation: MutationResolvers = {
  ...linkMutations,
  ...identificationMutations,
  ...mergeMutations,
  createPerson: async (_parent, { input }, context) => ({ person: await context.operations.createPerson(input, context) }),
  amendPerson: async (_parent, { input }, context) => {
    const person = await context.operations.amendPerson(input, context);
    await context.loaders.noteShown([person]);
    return { person };
  },
  ingestPersons: async (_parent, { input }, context) => ({ results: await context.operations.ingestPersons(input, context) }),
};
