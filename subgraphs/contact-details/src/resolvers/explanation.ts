import type { QueryResolvers } from '../__generated__/resolver-types.ts';
import { describeMe } from '../operations/describe-me.ts';

/** The questions of a caller about themself and about a decision. */
export const explanationQueries = {
  me: (_parent, _args, { subject }) => describeMe(subject),
  explainAccess: (_parent, question, context) => context.explainAccess(question, context),
} satisfies QueryResolvers;
