import type { QueryResolvers } from '../__generated__/resolver-types.ts';

/** The queries that look before a person is created. */
export const duplicateQueries: Pick<QueryResolvers, 'possibleDuplicates' | 'findPersons'> = {
  possibleDuplicates: async (_parent, args, context) => {
    const found = await context.operations.possibleDuplicates(args, context);
    await context.loaders.noteShown(found.map(({ person }) => person));
    return found;
  },
  findPersons: async (_parent, args, context) => {
    const found = await context.findPersons(args, context);
    await context.loaders.noteShown(found.edges.map(({ node }) => node));
    return found;
  },
};
