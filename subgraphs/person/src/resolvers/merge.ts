import type { MutationResolvers, PersonResolvers } from '../__generated__/resolver-types.ts';

/** Whom a person absorbed; what outside the compartment of a restricted person is as absent as where there is nobody. */
export const mergesOfPerson: Pick<PersonResolvers, 'mergedPersons'> = {
  mergedPersons: async ({ id }, _args, { loaders }) => {
    if (!(await loaders.isOpenById.load(id))) return [];
    const merged = await loaders.mergedById.load(id);
    return merged.map((person) => ({ ...person, mergedAt: person.mergedInto?.at ?? null }));
  },
};

export const mergeMutations: Pick<MutationResolvers, 'mergePersons' | 'unmergePersons'> = {
  mergePersons: async (_parent, { input }, context) => {
    const { person, mergeId } = await context.operations.mergePersons(input, context);
    await context.loaders.noteShown([person]);
    return { person, mergeId };
  },
  unmergePersons: async (_parent, { input }, context) => {
    const { person, unmergedPerson } = await context.operations.unmergePersons(input, context);
    await context.loaders.noteShown([person, unmergedPerson]);
    return { person, unmergedPerson };
  },
};
