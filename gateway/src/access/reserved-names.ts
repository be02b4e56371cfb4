import { GraphQLError, type ValidationRule } from 'graphql';

/** Begins every name that the gateway adds to a document; a caller who could use one could forge what rows are judged by. */
export const reservedPrefix = 'rg__';

/** Refuses documents that use the reserved prefix anywhere: aliases, fields, variables, fragments, operation names. */
export const noReservedNames: ValidationRule = (context) => ({
  Name(node) {
    if (!node.value.startsWith(reservedPrefix)) return;
    context.reportError(
      new GraphQLError(`Names that begin with ${reservedPrefix} are reserved.`, {
        nodes: node,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
    );
  },
});
