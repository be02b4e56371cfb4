import type { QueryResolvers } from '../__generated__/resolver-types.ts';

/** The query that looks before a person is created. */
export const duplicateQueries: Pick<QueryResolvers, 'possibleDuplicates'> = {
  possibleDuplicates: async (_parent, args, context) => {
    const found = await context.operations.possibleDuplicates(args, context);
    await context.loaders.noteShown(found.map(({ person }) => person));
    return found;
  },
};
