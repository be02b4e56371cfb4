import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type ValidationRule } from 'graphql';

/** Most tokens of a document; the parser stops there. */
export const maximumTokens = 15_000;

/** Refuses documents that are deeper than allowed; introspection has its own depth and does not count. */
export const createDepthLimit = (maximum: number): ValidationRule =>
  maxDepthRule({
    n: maximum,
    ignoreIntrospection: true,
    flattenFragments: true,
    propagateOnRejection: false,
    onReject: [
      (context): void => {
        context?.reportError(
          new GraphQLError(`Expected an operation of at most ${maximum} levels.`, {
            extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'depth', maximum },
          }),
        );
      },
    ],
  });
