import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { londonDay } from '../domain/london-day.ts';

/** The queries of the report. */
export const reportQueries: Pick<QueryResolvers, 'equalityReport'> = {
  equalityReport: (_parent, { input }, { reports, now }) => reports.report(input, londonDay(now)),
};
