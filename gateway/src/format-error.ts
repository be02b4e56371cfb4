import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { type Logger, maskError, ServiceError } from '@resident-graph/service-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Caller } from './identity/authenticate.ts';

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
  // What the guard refuses as a whole has no path, and then Apollo does not unwrap it.
  const original =
    error instanceof GraphQLError && error.originalError instanceof ServiceError ? error.originalError : unwrapResolverError(error);
  if (original instanceof ServiceError) {
    return new GraphQLError(original.message, { path: formatted.path, originalError: original });
  }
  return new GraphQLError(formatted.message, {
    path: formatted.path,
    extensions: { ...formatted.extensions, ...ownExtensions(error) },
    // An error without a code of the table is a defect, whoever made it.
    ...(original instanceof Error && !(original instanceof GraphQLError) && !isPlain(original) ? { originalError: original } : {}),
  });
};

/** Apollo Server gives every validation error its own code; a rule that gave one itself knows better. */
const ownExtensions = (error: unknown): GraphQLError['extensions'] =>
  error instanceof GraphQLError && error.originalError instanceof GraphQLError ? error.originalError.extensions : {};

/** Errors of subgraphs come as plain objects that the gateway library wraps. */
const isPlain = (error: Error): boolean => error.constructor === Error && 'extensions' in error;

/** The one mask at the gateway's edge. The request's id is filled in where it is known, by the plugin below. */
export const formatError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError =>
  withoutValue(formatted.message) ?? maskError(toGraphqlError(formatted, error), '').formatted;

/** Logs defects under the ids of their request, and tells the caller the request's id, which is all that a caller learns of a defect. */
export const createDefectPlugin = (logger: Logger): ApolloServerPlugin<Caller & object> => ({
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue: { requestId, correlationId } }) => {
      for (const error of errors) {
        const { defect } = maskError(toGraphqlError(error.toJSON(), error), requestId);
        if (defect !== null && withoutValue(error.message) === null)
          logger.error({ err: defect, requestId, correlationId }, 'an answer had a defect');
      }
    },
    willSendResponse: async ({ response: { body }, contextValue: { requestId } }) => {
      if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
      body.singleResult.errors = body.singleResult.errors.map((error) =>
        error.extensions?.['code'] === 'INTERNAL_SERVER_ERROR' ? { ...error, extensions: { ...error.extensions, requestId } } : error,
      );
    },
  }),
});
