import type { ObjectionResolvers } from '../__generated__/resolver-types.ts';

/** An objection as the graph shows it. */
export const objection: ObjectionResolvers = {
  withdrawnAt: ({ withdrawal }) => withdrawal?.at ?? null,
};
