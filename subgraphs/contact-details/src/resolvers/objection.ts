import type { ObjectionResolvers } from '../__generated__/resolver-types.ts';

/** An objection as the graph shows it. */
export const objection: ObjectionResolvers = {
  kind: ({ recipientArea }) => (recipientArea === null ? 'MONITORING' : 'RECIPIENT_AREA'),
  withdrawnAt: ({ withdrawal }) => withdrawal?.at ?? null,
};
