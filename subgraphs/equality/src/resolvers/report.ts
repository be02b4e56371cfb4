import type { QueryResolvers } from '../__generated__/resolver-types.ts';

/** The queries of the report. */
export const reportQueries: Pick<QueryResolvers, 'equalityReport'> = {
  equalityReport: (_parent, { input }, { equalityReport }) => equalityReport(input),
};
