import type { ChangeResolvers, QueryResolvers } from '../__generated__/resolver-types.ts';
import { discloseIdentification } from './identification.ts';

/** The query about changes. */
export const changeHistoryQueries: Pick<QueryResolvers, 'changeHistory'> = {
  changeHistory: (_parent, args, context) => context.changeHistory(args, context),
};

export const change: ChangeResolvers = {
  identification: ({ personId, identification }, _args, context) =>
    identification === null ? null : (discloseIdentification(personId, [identification], context)[0] ?? null),
};
