import { unwrapResolverError } from '@apollo/server/errors';
import { describeError, type Logger, maskError, ServiceError } from '@resident-graph/service-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Variables that do not fit their type: graphql-js puts the value into its message, which is not repeated. */
const variableProblem = /^Variable "\$(\w+)" got invalid value [\s\S]*?(?: at "([\w.[\]]+)")?; /u;

const withoutValue = (message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> | null => {
  const match = variableProblem.exec(message);
  if (match === null) return null;
  const path = match[2] ?? match[1] ?? '';
  return {
    message: `Variable "$${match[1] ?? ''}" does not fit its type.`,
    extensions: {
      code: 'BAD_USER_INPUT',
      problems: [
        {
          path: path.replaceAll(/\[(\d+)\]/gu, '.$1'),
          code: 'INVALID_VALUE',
          message: 'Expected a value of the type that the schema names.',
        },
      ],
    },
  };
};

/** A subgraph has masked its errors; what is left to do is to take away the gateway library's own additions. */
const toGraphqlError = (formatted: GraphQLFormattedError, error: unknown): GraphQLError => {
  const original = unwrapResolverError(error);
  if (original instanceof ServiceError) {
    return new GraphQLError(original.message, { path: formatted.path, originalError: original });
  }
  return new GraphQLError(formatted.message, {
    path: formatted.path,
    extensions: formatted.extensions ?? {},
    // An error without a code of the table is a defect, whoever made it.
    ...(original instanceof Error && !(original instanceof GraphQLError) && !isPlain(original) ? { originalError: original } : {}),
  });
};

/** Errors of subgraphs come as plain objects that the gateway library wraps. */
const isPlain = (error: Error): boolean => error.constructor === Error && 'extensions' in error;

/** Creates the one mask at the gateway's edge. */
export const createErrorFormatter =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const problem = withoutValue(formatted.message);
    if (problem !== null) return problem;
    const masked = maskError(toGraphqlError(formatted, error), '');
    if (masked.defect !== null) logger.error({ err: describeError(masked.defect) }, 'an answer had a defect');
    return masked.formatted;
  };
